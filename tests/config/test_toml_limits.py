"""What Python's reader of TOML cannot read is named with its line."""

from __future__ import annotations

import pytest

from stslint.config.configuration import ConfigurationError
from stslint.config.toml import read_toml


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = " + "1" * 5_000, "c.toml:2: not valid TOML: a number is too long"),
        ("a = " + "[" * 100_000, "c.toml:1: not read: it is nested too deeply"),
        ("a = 1\n\n" + "b." * 40_000 + "c = 1", "c.toml:3: not read: a key with 100 dots or more"),
    ],
)
def test_what_is_too_long_or_too_deep_is_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_toml("c.toml", text)
    assert str(raised.value) == message


@pytest.mark.parametrize("line", ["[" + " " * 50_000 + "]", '"' + "\\\\" * 20_000 + '"'])
def test_a_long_line_in_a_list_is_no_header(line: str) -> None:
    configuration = read_toml("c.toml", f"a = [\n{line},\n]\nb = 1\n")
    assert configuration is not None
    assert configuration.lines[("b",)] == 4


@pytest.mark.parametrize("header", ['[a."b\\"c".d]', "[[a . 'b' ]] # c", "  [a-1.b]  "])
def test_a_header_gives_the_lines_of_its_keys(header: str) -> None:
    configuration = read_toml("c.toml", f"{header}\nx = 1\n")
    assert configuration is not None
    assert {path[-1]: line for path, line in configuration.lines.items()}["x"] == 2
