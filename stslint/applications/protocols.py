"""How members talk to each other, as far as a manifest shows it: encryption, ports and authentication.

What a data file calls ``compare`` is what must be the same for two members: the ``value`` of a setting,
whether it is ``present``, the schemes and ports of its ``urls``, its ``ports``, or whether it ``contains`` a
text.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import roles, settings
from stslint.applications.facts import Protocol
from stslint.applications.family import Fact
from stslint.model import Bundle, Node
from stslint.runtime.lazy_regex import pattern

# A word without `://` is consumed as a whole: a search would start again at each of its characters.
_URL = pattern(r"(\w[\w+.-]*)(://[^,\s/]*?(?::(\$?[({]?\w+[)}]?))?(?=[/,\s\"']|\Z))?")
_PORT = pattern(r":\d+")


def protocol(fact: Fact, container: Node, bundle: Bundle | None, source: str) -> Protocol:
    """Returns how a container's members talk in one respect; ``value`` is None where that is not shown."""
    found = list(settings.find(container, fact["settings"], bundle))
    node = found[0].node if found else container
    prepared = any(roles.applies({"any": [one]}, container, bundle) for one in fact.get("prepared", ()))
    told = fact["settings"][0], fact["what"], fact.get("why", ""), fact.get("before", ""), source
    value, offered = _value(fact, found), " ".join(_offered(fact, container, bundle))
    prepared = prepared or value in fact.get("gradual", ())
    return Protocol(node, value, bool(found), prepared, offered, *told)


def _offered(fact: Fact, container: Node, bundle: Bundle | None) -> Iterator[str]:
    """Yields the values of the settings that say which protocols a member also accepts."""
    for found in settings.find(container, fact.get("offered_by", ()), bundle):
        yield found.text or ""


def _value(fact: Fact, found: list[settings.Found]) -> str | None:
    compare = fact.get("compare", "value")
    if compare == "present":
        return "set" if found else ""
    if compare in ("urls", "ports"):
        return _of_addresses(found[0], compare) if found else None
    if not found or found[0].text is None:
        return None if found else str(fact.get("default", ""))
    text = found[0].text.strip().strip("\"'").lower()
    if compare == "contains":
        return "set" if roles.matches(fact["contains"], text) else ""
    return text or str(fact.get("default", ""))


def _of_addresses(found: settings.Found, compare: str) -> str | None:
    text = found.written if found.text is None else found.text
    return _addresses(text) if compare == "urls" else ",".join(sorted(set(_PORT.findall(text)))) or None


def _addresses(text: str) -> str | None:
    """Returns the schemes and ports of addresses, without the hosts; None if a variable decides them."""
    found = {match.group(1, 3) for match in _URL.finditer(text) if match[2]}
    clear = found and not any("$" in (port or "") for _, port in found)
    return ",".join(sorted(f"{scheme}:{port or ''}" for scheme, port in found)) if clear else None
