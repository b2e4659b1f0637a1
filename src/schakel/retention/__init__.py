"""How long what is kept stays here: when it is put out of use, and when it is destroyed."""
