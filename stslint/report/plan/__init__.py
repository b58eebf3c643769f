"""Renderers of plans: text, SVG, HTML."""
