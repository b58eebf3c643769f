"""A JSON Schema of manifests for the YAML plug-ins of editors."""
