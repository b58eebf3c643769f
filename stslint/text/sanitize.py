"""What every format needs: text from a manifest, made harmless, and the summary in words."""

from __future__ import annotations

from collections import Counter
from unicodedata import category, east_asian_width

from stslint.model import SEVERITIES, Finding, Report
from stslint.runtime.lazy_regex import pattern

# C0, DEL and C1 drive terminals.
_CONTROLS = r"\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029"
# These turn the direction of the text around, or can't be encoded.
_TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff"
# A CI runner obeys what it reads in a log: `::error::` and `##[error]` (GitHub Actions, where a line starts
# and anywhere in it), `##vso[task]` (Azure Pipelines) and `##teamcity[message]`.
_COMMANDS = rf"\A[^\S{_CONTROLS}]*:(?=:)|#(?=#[A-Za-z]*\[)"
_HARMFUL = pattern(f"[{_CONTROLS}{_TURNING}]|{_COMMANDS}")


def harmless(text: str) -> str:
    """Returns a text that drives no terminal and commands no CI runner.

    Each character that would is spelled out, such as ``\\u001b``.
    """
    if text.isprintable() and "::" not in text and "##" not in text:
        return text
    return _HARMFUL.sub(lambda found: f"{found.group()[:-1]}{spelled(found.group()[-1])}", text)


def spelled(character: str) -> str:
    """Returns a character of the basic plane as ``\\u`` and four digits."""
    return f"\\u{ord(character):04x}"


def one_line(text: str) -> str:
    """Returns a text on one line, harmless, with each tab as a space."""
    return harmless(text.replace("\t", " "))


def sentence(finding: Finding) -> str:
    """Returns what is wrong and what to write instead, in one go; as it was written, not made harmless."""
    return f"{finding.message}; {finding.help}" if finding.help else finding.message


def message_text(text: str) -> str:
    """Returns a text for programs that log it or show it as Markdown: one line, harmless, no links."""
    return one_line(text).replace("](", "] (")


def width(text: str) -> int:
    """Returns how many columns of a terminal a text takes: wide characters take two, combining ones none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
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
