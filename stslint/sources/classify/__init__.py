"""Classifies a text before it is parsed: manifest, fragment or template."""
