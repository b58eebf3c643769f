"""The examples that ``--help`` shows: commands as they are typed, and what each of them does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

Examples = Sequence[tuple[str, str]]

OF_PROGRAM: Examples = (
    ("stslint check deploy/", "Check the manifests of a directory."),
    ("stslint plan --from git:HEAD~1 db.yaml", "Show what the last commit does to the pods that run."),
    ("stslint explain STS105", "Show why a rule exists, and what to write instead."),
)

OF_COMMANDS: Mapping[str, Examples] = MappingProxyType(
    {
        "check": (
            ("stslint check deploy/ --show error --sort severity", "Print errors only; they come first."),
            ("helm template ./chart | stslint check -", "Check the output of a chart."),
            ("stslint check --against git:origin/main... deploy/", "Check what a branch changes."),
            ("stslint check --fix deploy/", "Apply the safe fixes."),
            ("stslint check --watch deploy/", "Check again whenever a file changes."),
        ),
        "plan": (
            ("stslint plan --from live.yaml db.yaml", "Show which pods restart, and in which order."),
            ("stslint plan db.yaml --lose-node db-1", "Show what happens when a node is lost."),
            ("stslint plan --state snapshot.yaml db.yaml", "Begin with what `kubectl get -o yaml` shows."),
        ),
        "diagnose": (
            (
                "kubectl get sts,pod,pvc,event -o yaml | stslint diagnose -",
                "Say why a StatefulSet is stuck, and what frees it.",
            ),
        ),
        "kubectl-diff": (
            (
                'KUBECTL_EXTERNAL_DIFF="stslint kubectl-diff" kubectl diff -f deploy/',
                "Show the difference together with its plan.",
            ),
        ),
        "explain": (
            ("stslint explain STS105", "Print the page of a rule."),
            ("stslint explain node-loss", "Print the page of a topic."),
            ("stslint explain pdb", "List the pages about PodDisruptionBudgets."),
        ),
        "rules": (
            ("stslint rules --level error --fixable", "List the errors that --fix can fix."),
            ("stslint rules probe", "List the rules about probes."),
            ("stslint rules --format json", "List the rules for a program."),
        ),
        "test-rules": (("stslint test-rules my-rules/", "Run the examples of your rules."),),
        "schema": (
            ("stslint schema > statefulset.json", "Write the schema of a StatefulSet for an editor."),
            ("stslint schema --of scenario", "Print the schema of a scenario file."),
        ),
        "config-schema": (("stslint config-schema > stslint.json", "Write the schema for an editor."),),
        "completion": (
            ('eval "$(stslint completion bash)"', "Complete in this shell."),
            ("stslint completion fish > ~/.config/fish/completions/stslint.fish", "Complete in fish."),
        ),
        "server": (("stslint server", "What an editor starts; see docs/editors.md."),),
    }
)
