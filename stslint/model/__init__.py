"""The nouns of the house: what every other room is given and what it hands on.

All types are small and are never changed after they are made.
"""

from __future__ import annotations

from stslint.model.bundle import Bundle, Document, Source
from stslint.model.errors import StslintError
from stslint.model.node import Kind, Node, Scalar, Span
from stslint.model.problem import (
    CONFIDENCES,
    IMPACTS,
    SEVERITIES,
    Answer,
    Confidence,
    Edit,
    Fix,
    Impact,
    NotChecked,
    Problem,
    Related,
    Severity,
)
from stslint.model.report import (
    INTERNAL,
    Checked,
    Finding,
    Layer,
    Reference,
    RelatedPlace,
    Report,
    RulePage,
    Skipped,
    Unchecked,
)

__all__ = [
    "CONFIDENCES",
    "IMPACTS",
    "INTERNAL",
    "SEVERITIES",
    "Answer",
    "Bundle",
    "Checked",
    "Confidence",
    "Document",
    "Edit",
    "Finding",
    "Fix",
    "Impact",
    "Kind",
    "Layer",
    "Node",
    "NotChecked",
    "Problem",
    "Reference",
    "Related",
    "RelatedPlace",
    "Report",
    "RulePage",
    "Scalar",
    "Severity",
    "Skipped",
    "Source",
    "Span",
    "StslintError",
    "Unchecked",
]
