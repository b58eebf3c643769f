"""Fixes: edits, the proof that they change nothing else, and the loop that applies them."""
