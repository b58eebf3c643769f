"""YAML text to a positioned tree."""
