"""Paths and bytes: which files there are, and their text."""
