"""Parses YAML text into a tree with positions."""
