"""Finds manifests inside other texts: Markdown pages and here-documents."""
