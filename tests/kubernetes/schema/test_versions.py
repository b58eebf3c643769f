import pytest

from stslint.kubernetes.schema.versions import (
    NEWEST,
    SUPPORTED,
    VersionError,
    newer_than,
    number,
    parse_version,
)

NEXT = f"1.{number(NEWEST) + 1}"


@pytest.mark.parametrize(
    "text", ["1.34", "v1.34", "1.34.2", "v1.34.2", "v1.34.2-gke.100", "1.34.2+k3s1", " 1.34 "]
)
def test_a_version_is_read_down_to_its_minor(text: str) -> None:
    assert parse_version(text) == "1.34"


@pytest.mark.parametrize("text", ["1.24", NEXT, "2.0", "", "latest", "1", "1.x", "34", "1.34.2.1", "1.٣٤"])
def test_another_version_is_refused_with_the_ones_there_are(text: str) -> None:
    with pytest.raises(VersionError, match=f"{SUPPORTED[0]} to {NEWEST}"):
        parse_version(text)


def test_versions_compare_as_numbers() -> None:
    assert number("1.9") < number("1.25") < number(NEWEST)


def test_the_newer_versions_are_those_after_it() -> None:
    assert newer_than(SUPPORTED[-3]) == SUPPORTED[-2:]
    assert newer_than(NEWEST) == ()
    assert newer_than(SUPPORTED[0]) == SUPPORTED[1:]
