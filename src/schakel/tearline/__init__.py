"""Tearlines: one report, a version of it per audience, and a scan for what must stay."""
