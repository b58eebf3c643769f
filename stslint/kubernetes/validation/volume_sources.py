"""Volume sources on the node or in the cluster's API.

Source: https://kubernetes.io/docs/concepts/storage/volumes/#volume-types
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.claim import validate_claim_spec
from stslint.kubernetes.validation.object_meta import validate_annotations
from stslint.kubernetes.validation.paths import file_path_fault, relative_path_fault, step_back_fault
from stslint.kubernetes.values import names, quantity
from stslint.model import Node, Problem

HOST_PATH_TYPES = (
    "",
    "DirectoryOrCreate",
    "Directory",
    "FileOrCreate",
    "File",
    "Socket",
    "CharDevice",
    "BlockDevice",
)
PULL_POLICIES = ("Always", "IfNotPresent", "Never")
HIGHEST_FILE_MODE = 0o777
MAXIMUM_DRIVER_NAME = 63
IMAGE_REFERENCE_MINOR = 37

# What the metadata of a claim in a volume can have; the API server uses the Go names of the fields.
_CLAIM_METADATA = ("labels", "annotations")
_REPORTED_AS = {"uid": "uID"}


def validate_file_mode(node: Node) -> Iterator[Problem]:
    """Yields a problem if a mode that is present is not a file mode: 0 to 0777, in octal."""
    if node and not 0 <= node.integer() <= HIGHEST_FILE_MODE:
        message = f"`{fields.label(node)}` must be between 0 and 0777 (octal; 511 in decimal)"
        yield Problem(node, message, rule="out-of-range")


def validate_key_to_path(item: Node) -> Iterator[Problem]:
    """Yields the problems of one of the ``items`` of a ConfigMap or Secret."""
    yield from fields.required(item.get("key"))
    yield from validate_file_path(item.get("path"))
    yield from validate_file_mode(item.get("mode"))


def validate_file_path(node: Node, *, field: str = "") -> Iterator[Problem]:
    """Yields a problem if the path of a file within a volume is missing or leaves the volume."""
    text = node.string()
    fault = file_path_fault(text)
    if not text:
        message = f"`{fields.label(node)}` {'is empty' if node else 'is missing'}"
        yield Problem(node, message, rule="required-field-missing", field=field)
    elif fault:
        yield fields.bad_name(node, text, fault, rule="invalid-format", field=field)


def validate_ephemeral_volume(source: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``ephemeral``: its claim template's metadata and spec."""
    template = source.get("volumeClaimTemplate")
    if not template:
        yield fields.missing(template)
        return
    yield from _claim_metadata(template.get("metadata"))
    yield from validate_claim_spec(template.get("spec"), minor)


def _claim_metadata(metadata: Node) -> Iterator[Problem]:
    yield from fields.labels(metadata.get("labels"))
    yield from validate_annotations(metadata.get("annotations"))
    for key, node in metadata.entries().items():
        if key not in _CLAIM_METADATA and node and not _is_zero(node):
            why = "cannot be set here: the claim gets its name from the pod and the volume"
            message = f"`{key}` {why}"
            field = f"{metadata.path}.{_REPORTED_AS.get(key, key)}"
            yield Problem(node, message, rule="forbidden-field", on="key", field=field)


def _is_zero(node: Node) -> bool:
    # A pointer to zero counts as set, and so does an empty list.
    return node.value in ("", 0) and node.key != "deletionGracePeriodSeconds"


def _empty_dir(source: Node) -> Iterator[Problem]:
    limit = source.get("sizeLimit")
    amount = quantity.read(limit.value) if limit else None
    if amount is not None and amount.nanos < 0:
        yield Problem(limit, "`sizeLimit` cannot be negative", rule="out-of-range")


def _host_path(source: Node) -> Iterator[Problem]:
    path, kind = source.get("path"), source.get("type")
    if not path.string():
        yield fields.missing(path, "set the path of a file or directory on the node")
        return
    fault = step_back_fault(path.string())
    if fault:
        yield fields.bad_name(path, path.string(), fault, rule="invalid-format")
    if kind.string() not in HOST_PATH_TYPES:
        yield fields.not_one_of(kind, kind.string(), HOST_PATH_TYPES[1:])


def _git_repo(source: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("repository"))
    directory = source.get("directory")
    fault = relative_path_fault(directory.string())
    if fault:
        yield fields.bad_name(directory, directory.string(), fault, rule="invalid-format")


def _secret(source: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("secretName"))
    yield from _files(source)


def _config_map(source: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("name"))
    yield from _files(source)


def _files(source: Node) -> Iterator[Problem]:
    yield from validate_file_mode(source.get("defaultMode"))
    for item in source.get("items").elements():
        yield from validate_key_to_path(item)


def _claim(source: Node) -> Iterator[Problem]:
    yield from fields.required(source.get("claimName"))


def _csi(source: Node) -> Iterator[Problem]:
    driver = source.get("driver")
    name = driver.string()
    if not name:
        yield fields.missing(driver)
    elif len(name.encode()) > MAXIMUM_DRIVER_NAME:
        message = f"a driver's name has at most {MAXIMUM_DRIVER_NAME} characters"
        yield Problem(driver, message, rule="too-long")
    else:
        yield from fields.name(driver, lambda text: names.dns_subdomain(text.lower()))
    secret = source.get("nodePublishSecretRef")
    if secret:
        reference = secret.get("name")
        yield from fields.required(reference)
        # The API server's path of a wrong name omits the reference.
        yield from fields.name(reference, names.dns_subdomain, field=f"{source.path}.name")


def validate_image_volume(source: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of ``image``; before 1.37 a template does not have to set the reference."""
    if minor >= IMAGE_REFERENCE_MINOR:
        yield from fields.required(source.get("reference"))
    yield from fields.enum(source.get("pullPolicy"), PULL_POLICIES, default="IfNotPresent")


LOCAL_SOURCES: dict[str, Callable[[Node], Iterator[Problem]]] = {
    "emptyDir": _empty_dir,
    "hostPath": _host_path,
    "gitRepo": _git_repo,
    "secret": _secret,
    "configMap": _config_map,
    "persistentVolumeClaim": _claim,
    "csi": _csi,
}
"""The check of each source that is the same in every version."""
