"""Kubernetes' functions say what its documentation says of them."""

from __future__ import annotations

import pytest

pytest.importorskip("cel_expr_python", reason="the extra stslint[cel] needs Python 3.11")

from stslint.policies.engine import Failed, Program, Unsupported, Value, compiled, given

TRUE = [
    "'hello'.charAt(4) == 'o' && 'hello'.charAt(5) == ''",
    "'hello'.indexOf('l') == 2 && 'hello'.lastIndexOf('l') == 3 && 'a'.indexOf('b') == -1",
    "'hello'.indexOf('l', 3) == 3 && 'hello'.lastIndexOf('l', 2) == 2",
    "'TacoCat'.lowerAscii() == 'tacocat' && 'tacoÉ'.upperAscii() == 'TACOÉ'",
    "'hello hello'.replace('he', 'we', 1) == 'wello hello' && 'ab'.replace('a', '') == 'b'",
    "'a b c'.split(' ') == ['a', 'b', 'c'] && 'a b c'.split(' ', 2) == ['a', 'b c']",
    "'ab'.split('', 1) == ['ab']",
    "'tacocat'.substring(4) == 'cat' && 'tacocat'.substring(0, 4) == 'taco' && ' a\\n'.trim() == 'a'",
    "['a', 'b'].join('-') == 'a-b' && ['a', 'b'].join() == 'ab' && 'gums'.reverse() == 'smug'",
    "'%s has %d, %.1f%% %x %s'.format(['web', 3, 2.5, 255, [1, 'a']]) == 'web has 3, 2.5% ff [1, a]'",
    "'%s %s'.format([{'a': 1}, null]) == '{a: 1} null' && '%b %o'.format([5, 8]) == '101 10'",
    "'abc 123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]+') == ''",
    "'123 abc 456'.findAll('[0-9]+') == ['123', '456'] && '1 2 3'.findAll('[0-9]', 2) == ['1', '2']",
    "[1, 2, 2].isSorted() && !['b', 'a'].isSorted() && [1, 3].sum() == 4 && [1.5, 2.5].sum() == 4.0",
    "[3, 1].min() == 1 && ['a', 'b'].max() == 'b' && [1, 2, 2].indexOf(2) == 1",
    "[1, 2, 2].lastIndexOf(2) == 2",
    "[{'a': 1}].indexOf({'a': 1}) == 0 && [true].indexOf(false) == -1 && dyn([true, 1]).indexOf(1) == 1",
    "[1, 1, 2].distinct() == [1, 2] && [[1], [2]].flatten() == [1, 2] && lists.range(2) == [0, 1]",
    "[1, 2, 3].slice(1, 2) == [2] && [1, 2].reverse() == [2, 1]",
    "sets.contains([1, 2], [2]) && !sets.contains([1], [2]) && sets.contains([1], [])",
    "sets.equivalent([1, 1], [1]) && sets.intersects([1, 2], [2, 3]) && !sets.intersects([1], [])",
    "quantity('1.5G') == quantity('1500M') && quantity('200k').sign() == 1 && quantity('-1').sign() == -1",
    "isQuantity('1.3Gi') && !isQuantity('200K') && !isQuantity('1,3G')",
    "quantity('50k').asInteger() == 50000 && quantity('50k').sub(20000).asApproximateFloat() == 30000.0",
    "quantity('50k').add(quantity('20k')) == quantity('70k') && quantity('50k').add(20) == quantity('50020')",
    "quantity('200M').compareTo(quantity('0.2G')) == 0 && quantity('150Mi').isGreaterThan(quantity('100Mi'))",
    "!quantity('9999999999999999999999999999999999999G').isInteger() && !quantity('100m').isInteger()",
    "quantity('50M').isLessThan(quantity('100M')) && !quantity('100M').isLessThan(quantity('50M'))",
    "semver('1.10.0').isGreaterThan(semver('1.9.9')) && semver('1.0.0-rc.1').isLessThan(semver('1.0.0'))",
    "isSemver('1.0.0') && !isSemver('v1.0') && isSemver('v1.0', true) && semver('v1.02', true).minor() == 2",
    "semver('1.2.3').major() == 1 && semver('1.2.3').patch() == 3",
    "semver('1.0.0+a').compareTo(semver('1.0.0')) == 0",
    "isURL('https://user:pass@example.com:80/path?query=val#fragment') && isURL('/absolute-path')",
    "!isURL('https://a:b:c/') && !isURL('../relative-path')",
    "url('https://example.com:80/').getHost() == 'example.com:80' && url('/path').getHost() == ''",
    "url('https://[::1]:80/').getHostname() == '::1' && url('https://[::1]:80/').getPort() == '80'",
    "url('https://example.com/path with spaces/').getEscapedPath() == '/path%20with%20spaces/'",
    "url('https://e.com/p?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}",
    "url('https://e.com/p?a%20b=c+d').getQuery() == {'a b': ['c d']}",
    "url('HTTP://e/').getScheme() == 'http'",
    "isIP('::1') && !isIP('127.0.0.256') && !isIP('::ffff:1.2.3.4') && ip('1.2.3.4').family() == 4",
    "ip.isCanonical('2001:db8::abcd') && !ip.isCanonical('2001:DB8::ABCD') && ip('::') == ip('0::0')",
    "ip('127.0.0.1').isLoopback() && ip('0.0.0.0').isUnspecified() && ip('fe80::1').isLinkLocalUnicast()",
    "ip('224.0.0.1').isLinkLocalMulticast() && ip('ff02::1').isLinkLocalMulticast()",
    "!ip('ff03::1').isLinkLocalMulticast()",
    "ip('192.168.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast()",
    "cidr('192.168.0.0/24').containsIP('192.168.0.1') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))",
    "cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24')",
    "!cidr('::/0').containsCIDR(cidr('10.0.0.0/8'))",
    "cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24') && cidr('::1/128').prefixLength() == 128",
    "cidr('192.168.0.1/24').ip() == ip('192.168.0.1') && !isCIDR('192.168.0.0')",
    "!isCIDR('10.0.0.0/255.0.0.0')",
    "object.?spec.?missing.orValue(3) == 3 && object[?'spec'].hasValue() && optional.none().orValue(1) == 1",
    "cel.bind(x, 2, x * x) == 4 && math.greatest(1, 3) == 3 && type(object.n) == int",
    "duration('1h') > duration('59m') && timestamp('2024-01-01T00:00:00Z').getFullYear() == 2024",
    "1 / 0 == 1 || true",
]
FAILS = [
    "'a'.charAt(9) == ''",
    "'%d'.format(['a']) == ''",
    "'%s %s'.format(['a']) == ''",
    "'a'.find('(') == ''",
    "'a'.find('(?=a)') == ''",
    "[].min() == 1",
    "dyn([1, 'a']).isSorted()",
    "['a', 'b'].sum() == 'ab'",
    "quantity('200K') == quantity('1')",
    "quantity('100m').asInteger() == 0",
    "semver('1') == semver('1.0.0')",
    "ip('1.2.3') == ip('1.2.3.4')",
    "object.missing == 1",
    "quantity('1').isLessThan(semver('1.0.0'))",
]
DATA = {"object": {"spec": {"a": 1}, "n": 2}, "variables": {}}


def said(text: str) -> Value | Failed | Unsupported:
    program = compiled(text)
    assert isinstance(program, Program), program
    return program.run(given(DATA))


@pytest.mark.parametrize("text", TRUE)
def test_it_is_so(text: str) -> None:
    assert said(text) == Value(True)


@pytest.mark.parametrize("text", FAILS)
def test_it_fails(text: str) -> None:
    assert isinstance(said(text), Failed)


def test_patterns_that_are_not_python_s_are_not_evaluated() -> None:
    assert isinstance(said(r"'a'.find('[[:alpha:]]') == 'a'"), Unsupported)
