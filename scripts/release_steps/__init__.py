"""The steps of ``scripts/new_release.py``."""
