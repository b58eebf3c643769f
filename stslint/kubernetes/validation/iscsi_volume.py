"""Validation of an iSCSI source of a PersistentVolume.

Source: https://kubernetes.io/docs/concepts/storage/volumes/#iscsi and RFC 3721 for the names
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.model import Node, Problem

HIGHEST_LUN = 255
# What the node makes of a volume's name and its portal goes into a name of that length.
MOST_CHARACTERS = 64

_NAMES = {
    "iqn": re.compile(r".*iqn\.[0-9]{4}-[0-9]{2}\.[-.0-9A-Za-z]+:[^,;*&$|\s]+\Z", re.DOTALL),
    "eui": re.compile(r"eui.[0-9A-Za-z]{16}\Z"),
    "naa": re.compile(r"naa.[0-9A-Za-z]{32}\Z"),
}


def validate_iscsi_volume(node: Node, volume: str) -> Iterator[Problem]:
    """Yields the faults of an iSCSI source in the volume of that name."""
    portal, initiator, secret = (node.get(key) for key in ("targetPortal", "initiatorName", "secretRef"))
    yield from fields.required(portal)
    if initiator and len(f"{volume}:{portal.string()}".encode()) > MOST_CHARACTERS:
        message = f"with `initiatorName` the volume's name and `targetPortal` have {MOST_CHARACTERS} characters"
        yield Problem(portal, message, rule="too-long", field=f"{node.path}.targetportal")
    yield from fields.required(node.get("iqn"))
    if node.get("iqn").string():
        yield from _iscsi_name(node.get("iqn"), f"{node.path}.iqn")
    yield from fields.in_range(node.get("lun"), 0, HIGHEST_LUN)
    if not secret and (node.get("chapAuthDiscovery").boolean() or node.get("chapAuthSession").boolean()):
        yield fields.missing(secret, "CHAP takes its password from a Secret")
    if secret:
        yield from fields.required(secret.get("name"))
    if initiator:
        yield from _iscsi_name(initiator, f"{node.path}.initiatorname")


def _iscsi_name(node: Node, field: str) -> Iterator[Problem]:
    form = _NAMES.get(node.string()[:3])
    if form is None or not form.match(node.string()):
        help = "write a name such as `iqn.2001-04.com.example:storage`"
        message = f"`{fields.shorten(node.string())}` is no iSCSI name"
        yield Problem(node, message, rule="invalid-format", help=help, field=field)
