"""Notices between privacy officers: that data of a person must change, or were in a breach."""
