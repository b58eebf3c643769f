"""Texts with one long value, and thousands of lines whose findings or aliases repeat it."""

from __future__ import annotations

from tests.fuzzing.repeated_texts import POD, SET

_CONTAINER = "      - {x: 1}\n"
_CLAIM = "  - {x: 1}\n"

LONG = {
    "a name": (SET.replace("{name: web}", "{name: %s}") + POD, _CONTAINER),
    "a namespace": (SET.replace("{name: web}", "{name: web, namespace: %s}") + POD, _CONTAINER),
    "a label": (SET + POD.replace("labels: {app: web}", "labels: {app: %s}"), _CONTAINER),
    "a key of a label": (SET + POD.replace("labels: {app: web}", "labels: {? %s : web}"), _CONTAINER),
    "a governing Service": (
        SET.replace("serviceName: web", "serviceName: %s") + POD + "  volumeClaimTemplates:\n",
        _CLAIM,
    ),
    "a comment": (SET + POD + "  volumeClaimTemplates: # %s\n", _CLAIM),
    "a list on one line": (
        SET + POD.partition("      - name")[0][:-1] + " [{name: web, image: %s}",
        ", {x: 1}",
    ),
    **{
        f"aliases of {name}": ("a: &a %s\n" + SET + POD + before, lines)
        for name, before, lines in (
            ("a name", "", "      - {name: *a, image: *a}\n"),
            ("a port", "        ports:\n", "        - {containerPort: *a}\n"),
            ("a mount", "        volumeMounts:\n", "        - {name: *a, mountPath: /x%d}\n"),
            ("a claim", "  volumeClaimTemplates:\n", "  - {metadata: {name: *a}}\n"),
            ("a variable", "        env:\n", "        - {name: a%d, value: *a}\n"),
            ("a key", "        env:\n", "        - {*a : b}\n"),
            ("an image", "", "      - {name: c%d, image: *a}\n"),
            ("a configuration", "        envFrom:\n", "        - {configMapRef: {name: *a}}\n"),
            ("a volume", "      volumes:\n", "      - {name: *a, emptyDir: {}}\n"),
            ("an argument", "        command:\n", "        - *a\n"),
        )
    },
    "aliases of an object": (
        "apiVersion: v1\nkind: List\nitems:\n- &a {apiVersion: v1, kind: Service, metadata: {name: %s}}\n",
        "- *a\n",
    ),
}


def long_text(head: str, lines: str, characters: int, times: int) -> bytes:
    """Returns the head with a value of so many characters, and so many repetitions of the lines."""
    repeated = "".join(lines.replace("%d", str(number)) for number in range(times))
    end = "]\n" if lines.startswith(",") else ""
    return (head.replace("%s", "a" * characters) + repeated + end).encode()
