"""Rules applied to documents give findings."""
