"""JSON Schema, for manifests and for the files that people write for stslint.

A package of its own, because manifests, configurations, scenarios and baselines all need it, and because no
other package imports ``jsonschema``: its import takes longer than checking a hundred manifests.
"""
