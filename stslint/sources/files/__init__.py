"""Finds files and decodes their bytes."""
