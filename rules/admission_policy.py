"""The StatefulSet violates a ValidatingAdmissionPolicy that was passed with `--policy`.

stslint evaluates the CEL of the policy as the API server would on apply, so you know what a cluster rejects
before you send it. The binding of the policy sets the severity: `Deny` is an error, `Warn` a warning,
`Audit` an info. A policy without a binding among the files gives warnings. `docs/policies.md` explains what
can be evaluated offline and what cannot. This rule reports nothing without `--policy`, which needs the
extra `stslint[cel]`.

> Validating admission policies offer a declarative, in-process alternative to validating admission webhooks.

## Bad

```yaml
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: at-most-five
spec:
  matchConstraints:
    resourceRules:
    - apiGroups: [apps]
      apiVersions: [v1]
      operations: [CREATE, UPDATE]
      resources: [statefulsets]
  validations:
  - expression: object.spec.replicas <= 5
    message: at most five replicas fit on the nodes
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: at-most-five
spec:
  policyName: at-most-five
  validationActions: [Deny]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 7  # error: at most five replicas fit on the nodes
```

## Good

```yaml
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: at-most-five
spec:
  matchConstraints:
    resourceRules:
    - apiGroups: [apps]
      apiVersions: [v1]
      operations: [CREATE, UPDATE]
      resources: [statefulsets]
  validations:
  - expression: object.spec.replicas <= 5
    message: at most five replicas fit on the nodes
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  replicas: 5
```

## Not checked

Only the cluster knows who applies a manifest:

```yaml
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: by-robots-only
spec:
  matchConstraints:
    resourceRules:
    - apiGroups: [apps]
      apiVersions: [v1]
      operations: ["*"]
      resources: [statefulsets]
  validations:
  - expression: request.userInfo.username.startsWith('system:serviceaccount:')
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
```
"""

ID = "STS801"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/"
CHECKED_BY = "policies"
