"""Queries about the objects of a bundle, for rules and plans."""
