.PHONY: setup
setup:
	@echo later
