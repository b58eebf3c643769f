"""What a text is before it is parsed: a manifest, a fragment, a template."""
