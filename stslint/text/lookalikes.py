"""Characters that look like ASCII and are not: what another keyboard layout or a text processor writes.

Names of characters are Unicode's: https://www.unicode.org/Public/UCD/latest/ucd/NamesList.txt. Letters are
listed where fonts draw them alike: https://www.unicode.org/Public/security/latest/confusables.txt.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MOST_NAMED = 3
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_LETTERS = {
    "a": "аα", "b": "Ь", "c": "сϲ", "d": "ԁ", "e": "еҽ", "g": "ɡ", "h": "һ", "i": "іι", "j": "јϳ", "k": "κ",
    "l": "ӏ", "n": "ո", "o": "оο", "p": "рρ", "q": "ԛ", "r": "г", "s": "ѕ", "u": "υ", "v": "ѵν", "w": "ԝ",
    "x": "хχ", "y": "уγ", "A": "АΑ", "B": "ВΒ", "C": "СϹ", "D": "Ꭰ", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ",
    "J": "Ј",
    "K": "КΚ", "M": "МΜ", "N": "Ν", "O": "ОΟ", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "V": "Ѵ", "X": "ХΧ", "Y": "УΥ",
    "Z": "Ζ",
}  # fmt: skip
_SIGNS = {
    '"': "“”„‟＂", "'": "‘’‚‛＇", ",": "，、﹐", ":": "：﹕∶ː", "-": "－‐‑‒–—−", "[": "［", "]": "］",
    "{": "｛", "}": "｝", "#": "＃", ".": "．", "/": "／", "_": "＿", " ": _SPACES, "": _NOTHING,
}  # fmt: skip
_PLAIN: Mapping[str, str] = MappingProxyType(
    {char: plain for group in (_LETTERS, _SIGNS) for plain, chars in group.items() for char in chars}
)


def plain(text: str) -> str:
    """Returns the text in ASCII, as far as its characters look like ASCII; the others stay."""
    if text.isascii():
        return text
    return "".join(_ascii(character) for character in text)


def named(text: str) -> str:
    """Returns the names of the characters that only look like ASCII; an empty string for none.

    Such as: ``CYRILLIC SMALL LETTER IE (U+0435)``.
    """
    if text.isascii():
        return ""
    from unicodedata import name  # nearly all keys are ASCII

    found = [each for each in dict.fromkeys(text) if _ascii(each) != each]
    return " and ".join(f"{name(each, 'a character')} (U+{ord(each):04X})" for each in found[:MOST_NAMED])


def _ascii(character: str) -> str:
    if character.isascii():
        return character
    if "\uff01" <= character <= "\uff5e":  # full-width forms of ASCII
        return chr(ord(character) - 0xFEE0)
    return _PLAIN.get(character, character)
