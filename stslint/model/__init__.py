"""The core types: what the other packages receive and pass on.

All types are small and are not changed once they are created.
"""

from __future__ import annotations

from stslint.model.bundle import Bundle, Index
from stslint.model.document import Document, Source
from stslint.model.errors import StslintError
from stslint.model.node import Kind, Node, Scalar
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
from stslint.model.span import Span

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
    "Index",
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
