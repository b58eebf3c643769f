"""Diagnoses of StatefulSets as text, JSON and a page."""
