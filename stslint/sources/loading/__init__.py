"""Paths, standard input and git revisions to sources."""
