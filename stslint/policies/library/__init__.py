"""The functions that Kubernetes adds to CEL, as far as they can be evaluated offline.

Structured values (a quantity, an address, a URL) are maps with a single key that names their kind, so that
two of them are equal if they mean the same.

Source: https://kubernetes.io/docs/reference/using-api/cel/#cel-community-libraries
"""

from __future__ import annotations

from stslint.policies.library import addresses, lists, patterns, quantities, strings, urls, versions
from stslint.policies.library.overload import Overload

FUNCTIONS: tuple[Overload, ...] = (
    *strings.FUNCTIONS,
    *patterns.FUNCTIONS,
    *lists.FUNCTIONS,
    *quantities.FUNCTIONS,
    *versions.FUNCTIONS,
    *urls.FUNCTIONS,
    *addresses.FUNCTIONS,
)

_AUTHORIZER = (
    *("group", "resource", "subresource", "namespace", "name", "serviceAccount", "path", "check"),
    *("allowed", "errored", "error", "reason", "fieldSelector", "labelSelector"),
)

NOT_EVALUATED: dict[str, str] = {
    **dict.fromkeys(_AUTHORIZER, "only the cluster knows who is allowed to do what"),
    **dict.fromkeys(("format.named", "format", "validate"), "named formats are not evaluated here"),
    **dict.fromkeys(("jsonpatch.escapeKey", "jsonpatch"), "JSON patches are not evaluated here"),
    **dict.fromkeys(
        ("all", "exists", "exists_one", "existsOne", "transformList", "transformMap", "transformMapEntry"),
        "comprehensions of two variables are",
    ),
    **dict.fromkeys(("sort", "sortBy", "includes", "lists"), "this function of lists is not evaluated here"),
    **dict.fromkeys(("strings", "string"), "this conversion to a string is not evaluated here"),
}
"""Names that Kubernetes knows and that are not evaluated here, and what to report for them."""
