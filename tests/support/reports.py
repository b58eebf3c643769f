"""One fixed report that holds what formats trip over, and one made of whatever texts a test likes."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from stslint.model import (
    Checked,
    Edit,
    Finding,
    Fix,
    Reference,
    RelatedPlace,
    Report,
    RulePage,
    Severity,
    Skipped,
    Span,
    Unchecked,
)

RULES = {
    "STS002": RulePage(
        "STS002",
        "kind-case",
        "The kind is written in another case",
        "The kind is written in another case.\n\nCase matters.\n\n## Bad\n\n```yaml\nkind: pod\n```",
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/",
        "error",
    ),
    "STS105": RulePage(
        "STS105",
        "governing-service-missing",
        "Without its Service a set's pods get no DNS names",
        "Without its Service a set's pods get no DNS names.",
        "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
        "warning",
    ),
    "STS801": RulePage(
        "STS801", "worth-knowing", "A thing worth knowing", "A thing worth knowing.", "", "info"
    ),
}

WEB = "deploy/web servers/naïve #1.yaml"
LINES = {
    2: "kind: statefulset",
    6: '  serviceName: "数据库" # ::error::no [link](https://example.invalid)',
    9: "\tname: x",
    10: "        image: y",
}

SAMPLE = Report(
    kubernetes_version="1.37",
    findings=(
        Finding(
            "STS002",
            "kind-case",
            "error",
            "api",
            "Kubernetes has no kind `statefulset` in `apps/v1`",
            WEB,
            Span(2, 7, 2, 18),
            reference=Reference("statefulset", "data", "web"),
            field="kind",
            help="did you mean `StatefulSet`?",
            url=RULES["STS002"].source,
            fix=Fix("write `StatefulSet`", (Edit(Span(2, 7, 2, 18), "StatefulSet"),)),
        ),
        Finding(
            "STS105",
            "governing-service-missing",
            "warning",
            "rule",
            "no Service named `数据库`, 100% sure: see [docs](https://example.invalid), {0}\n::error::forged",
            WEB,
            Span(6, 16, 6, 21),
            reference=Reference("statefulset", "data", "web"),
            field="spec.serviceName",
            help="add a headless Service \x1b[31m# TODO <b>&amp;</b>]]>",
            url=RULES["STS105"].source,
            fix=Fix(
                "name another Service and image",
                (Edit(Span(10, 16, 10, 17), "z"), Edit(Span(6, 16, 6, 21), "web")),
                safe=False,
                note="serviceName can't be changed on a live set",
            ),
            related=(
                RelatedPlace("/srv/project/svc.yaml", Span(4, 3, 4, 7), "this Service has another name"),
            ),
        ),
        Finding(
            "STS801",
            "worth-knowing",
            "info",
            "rule",
            "a thing that stands on two lines",
            WEB,
            Span(9, 2, 10, 9),
            document=1,
            reference=Reference("Service", None, "web"),
            field="metadata",
        ),
        Finding(
            "STS801", "worth-knowing", "info", "rule", "it is empty", "../other/<set>.yaml", Span(1, 1, 1, 1)
        ),
        Finding(
            "STS000",
            "rule-failed",
            "error",
            "rule",
            "the rule STS801 failed here",
            "../other/<set>.yaml",
            Span(1, 1, 1, 1),
        ),
    ),
    not_checked=(Unchecked("STS105", "the Service may stand\nelsewhere"),),
    skipped=(Skipped("chart/templates/set.yaml", "a Helm template # TODO render it"),),
    errors=(Skipped("bad\udcff.yaml", "permission denied"),),
    files=5,
    documents=4,
    stateful_sets=2,
    texts={WEB: LINES},
    checked=(
        Checked("./clean.yaml", 0, Reference("StatefulSet", None, "clean")),
        Checked(WEB, 0, Reference("statefulset", "data", "web")),
        Checked(WEB, 1, Reference("Service", None, "web")),
        Checked("../other/<set>.yaml", 0, None),
    ),
    rules=RULES,
    root="/srv/project",
)

PIECES = (
    *("\x1b[2J", "\x9b31m", "\r", "\n", "\u2028", "\x85", "\0", "\udcff", "\ud83d", "\ufffe", "\u202e"),
    *("::error::", "##[error]", "##vso[task.complete]", "%0A", "%", ":", ",", "#", " # TODO x", "# SKIP"),
    *("ok 1", "not ok 2", "Bail out!", "1..9", "  ...", "  ---", "]]>", "<!--", "&#0;", '"', "\\", "'"),
    *("](", "[x](y)", "{0}", "é", "数", "😀", "e\u0301", "/", "..", "\t", " "),
)


def paired(text: str) -> str:
    """Returns a text in which surrogates that make a pair are the character they mean."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


HOSTILE = st.one_of(
    st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=6).map("".join).map(paired)
)
"""Texts that try to be something else to whatever reads the report."""

_SEVERITIES: list[Severity] = ["error", "warning", "info"]


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draws a report with hostile texts wherever a manifest, its name or its reader can put some."""
    files = draw(st.lists(HOSTILE.filter(bool), min_size=1, max_size=3, unique=True))
    findings = tuple(draw(_finding(draw(st.sampled_from(files)))) for _ in range(draw(st.integers(0, 4))))
    return Report(
        kubernetes_version="1.37",
        findings=findings,
        not_checked=tuple(Unchecked("STS105", reason) for reason in draw(st.lists(HOSTILE, max_size=2))),
        skipped=tuple(Skipped(file, draw(HOSTILE)) for file in draw(st.lists(HOSTILE, max_size=2))),
        errors=tuple(Skipped(file, draw(HOSTILE)) for file in draw(st.lists(HOSTILE, max_size=2))),
        files=len(files),
        texts={file: {number: draw(HOSTILE) for number in range(1, 4)} for file in files},
        checked=tuple(Checked(file, 0, None) for file in files),
        rules=RULES,
        root="/srv/project",
    )


@st.composite
def _finding(draw: st.DrawFn, file: str) -> Finding:
    line, column, length = (draw(st.integers(1, 3)) for _ in range(3))
    span = Span(line, column, line + draw(st.integers(0, 1)), column + length)
    name = draw(st.text(string.ascii_lowercase, min_size=1, max_size=5))
    edits = (Edit(span, draw(HOSTILE)),)
    return Finding(
        draw(st.sampled_from(["STS002", "STS105", "STS999"])),
        name,
        draw(st.sampled_from(_SEVERITIES)),
        "rule",
        draw(HOSTILE),
        file,
        span,
        reference=draw(st.none() | st.builds(Reference, HOSTILE, st.none() | HOSTILE, st.none() | HOSTILE)),
        field=draw(HOSTILE),
        help=draw(HOSTILE),
        fix=draw(st.none() | st.builds(Fix, HOSTILE, st.just(edits), note=HOSTILE)),
        related=tuple(
            RelatedPlace(each, span, draw(HOSTILE)) for each in draw(st.lists(HOSTILE, max_size=1))
        ),
    )
