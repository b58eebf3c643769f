"""An organisation's own admission policies, evaluated offline on the StatefulSets of a run.

Nothing here is imported unless ``--policy`` is given; the CEL library only by ``engine``.

Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
"""
