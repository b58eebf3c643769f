"""Decodes bytes to text: encodings, byte order marks, and the place of an invalid byte."""

from __future__ import annotations

from stslint.runtime.namedtuple import NamedTuple

# The longer mark first: UTF-16's little-endian mark is the beginning of UTF-32's.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_FIRST_BYTES = tuple(mark for mark, _ in _MARKS)
_HEAD = 8192


class Undecodable(NamedTuple):
    """Why bytes cannot be decoded; ``binary`` content is not a manifest, anything else is a damaged one."""

    reason: str
    binary: bool = False


def encoding_of(data: bytes) -> tuple[str, int]:
    """Returns the encoding that the byte order mark names (UTF-8 without one) and the mark's length in bytes.

    YAML names these encodings: https://yaml.org/spec/1.2.2/#52-character-encodings
    """
    if data.startswith(_FIRST_BYTES):
        return next((encoding, len(mark)) for mark, encoding in _MARKS if data.startswith(mark))
    return "utf-8", 0


def decode(data: bytes) -> str | Undecodable:
    """Returns the text without its byte order mark and with its line ends, or why it cannot be decoded."""
    encoding, mark = encoding_of(data)
    body = data[mark:]
    if encoding == "utf-8" and b"\0" in body[:_HEAD]:
        return _with_zero_bytes(body)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        return Undecodable(_fault(body, encoding, error))


def _with_zero_bytes(body: bytes) -> Undecodable:
    sample = body[:_HEAD]
    if _mostly_zero(sample[::2]) != _mostly_zero(sample[1::2]):
        return Undecodable("looks like UTF-16 without a byte order mark; save it as UTF-8")
    return Undecodable("binary content", binary=True)


def _mostly_zero(sample: bytes) -> bool:
    return sample.count(0) * 10 > len(sample) * 9


def _fault(body: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    before = body[: error.start].decode(encoding)
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    place = f"line {len(lines)}, column {len(lines[-1]) + 1}"
    if encoding != "utf-8":
        return f"{place}: not valid {encoding[:6].upper()}; save the file as UTF-8"
    return f"{place}: byte 0x{body[error.start]:02x} is not valid UTF-8; save the file as UTF-8"
