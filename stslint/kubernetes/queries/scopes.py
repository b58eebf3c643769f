"""Where other objects are searched: in one namespace or, where none is written, in one folder."""

from __future__ import annotations

from posixpath import dirname

from stslint.model import Bundle, Document, Node

Scope = tuple[str, str]
"""A namespace and a folder, of which one is empty."""


def scope_of(root: Node, bundle: Bundle) -> Scope:
    """Returns where other objects are searched: the object's namespace or, if it is not set, its folder."""
    return scope_of_document(bundle.document_of(root), bundle)


def scope_of_document(document: Document, bundle: Bundle) -> Scope:
    """Returns the scope of a document's object."""
    if document.home or bundle.complete:
        return document.home, ""
    return "", dirname(document.source.name)
