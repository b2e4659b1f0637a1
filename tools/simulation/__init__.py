"""Three nodes in one process, on a network that loses, doubles, reorders and stands still.

The code is the product's, the databases are real; only the wire, the clocks and the disks are
played. One seed is one course of events, so that a failure can be played again.
"""
