"""`python -m schakel` is the same door as the `schakel` command."""

from schakel.site.cli import main

main()
