"""Renderers: one module a format, each with ``render(report) -> str``. Only here is anything formatted."""
