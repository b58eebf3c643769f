"""What every format needs: text from a manifest, made harmless, and the summary in words."""

from __future__ import annotations

from collections import Counter
from unicodedata import east_asian_width

from stslint.model import SEVERITIES, Report
from stslint.patterns import pattern

# C0, DEL and C1 drive terminals; the rest turn the direction of the text around.
_DRIVING = pattern("[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def harmless(text: str) -> str:
    """Returns a text without what would drive a terminal: each such character as ``\\u001b`` is written."""
    return _DRIVING.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def one_line(text: str) -> str:
    """Returns a text on one line, harmless, with each tab as a space."""
    return harmless(text.replace("\t", " "))


def width(text: str) -> int:
    """Returns how many columns of a terminal a text takes: wide characters take two, combining ones none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    return 2 if east_asian_width(character) in "WF" else 1


def counted(number: int, noun: str) -> str:
    """Returns a number with its noun: ``1 file``, ``2 files``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def summary(report: Report) -> str:
    """Returns the run in one line."""
    scope = f"({counted(report.stateful_sets, 'StatefulSet')}, Kubernetes {report.kubernetes_version})"
    files = counted(report.files, "file")
    if not report.findings:
        return f"No findings in {files} {scope}"
    affected = len({finding.file for finding in report.findings})
    of_files = f"{affected} of {files}" if report.files != 1 else files
    severities = Counter(finding.severity for finding in report.findings)
    parts = [_severities(severities[severity], severity) for severity in SEVERITIES if severities[severity]]
    fixable = sum(1 for finding in report.findings if finding.fix and finding.fix.safe)
    if fixable:
        parts.append(f"{fixable} fixable with --fix")
    return f"{counted(len(report.findings), 'finding')} in {of_files} {scope}: {', '.join(parts)}"


def _severities(number: int, severity: str) -> str:
    return f"{number} info" if severity == "info" else counted(number, severity)
