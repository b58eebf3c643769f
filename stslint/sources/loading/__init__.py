"""Turns paths, standard input and Git revisions into sources."""
