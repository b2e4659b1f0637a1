"""Country facts and human-rights judgements, as the gate needs them."""
