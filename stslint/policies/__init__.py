"""An organization's own admission policies, evaluated offline on the StatefulSets of a run.

Nothing here is imported without ``--policy``; only ``engine`` imports the CEL library.

Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
"""
