"""Positions and values of the tree: every span must cut its own text out of the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.model import Node, Source
from stslint.sources.yaml.anchors import LARGEST_REQUEST
from stslint.sources.yaml.lazy_nodes import LazyNode
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.recovery import read
from stslint.sources.yaml.syntax_error import YamlError


def tree(text: str) -> Node:
    return parse(Source("test", text))[0].root


def cut(text: str, span: tuple[int, int, int, int]) -> str:
    """Returns what a span of one line covers."""
    line = text.replace("\r\n", "\n").split("\n")[span[0] - 1]
    assert span[0] == span[2]
    return line[span[1] - 1 : span[3] - 1]


def test_every_key_and_plain_value_is_where_its_span_says() -> None:
    text = (
        "apiVersion: apps/v1\n"
        "# a comment\n"
        "spec:\n"
        "  replicas:   3   # three\n"
        "  flow: {a: [1, two], b: 'q'}\n"
        "  list:\n"
        "  - name: db\n"
        "    unicode: 데이터베이스 😀 x\n"
        "  - plain\n"
    )
    root = tree(text)
    assert cut(text, root.at("spec").key_span or (0, 0, 0, 0)) == "spec"
    for node in root.walk():
        if node.key_span is not None:
            assert cut(text, node.key_span) == node.key
        if node.text and not node.style:
            assert cut(text, node.span) == node.text
    assert cut(text, root.at("spec.flow.b").span) == "'q'"
    assert cut(text, root.at("spec.flow").span) == "{a: [1, two], b: 'q'}"
    assert root.at("spec.list[0].unicode").path == "spec.list[0].unicode"


def test_a_block_ends_at_its_last_value_and_not_at_the_next_token() -> None:
    root = tree("a:\n  b: 1\n\n# far below\n\nc: 2\n")
    assert root.at("a").span[2:] == (2, 7)


@pytest.mark.parametrize("break_", ["\r\n", "\n"])
def test_line_ends_do_not_move_anything(break_: str) -> None:
    root = tree(break_.join(["a: 1", "b:", "  c: x", ""]))
    assert root.at("b.c").span == (3, 6, 3, 7)


def test_lines_are_counted_as_editors_count_them() -> None:
    # YAML 1.1 breaks a line at U+2028 too; editors don't.
    root = tree('a: "one\u2028two"\nb: 1\n')
    assert root.at("b").span == (2, 4, 2, 5)


def test_absent_nodes_are_placed_at_the_nearest_key_above() -> None:
    root = tree("spec:\n  template:\n    spec: {}\n")
    missing = root.at("spec.template.spec.containers[0].name")
    assert not missing
    assert missing.path == "spec.template.spec.containers[0].name"
    assert missing.place == root.at("spec.template.spec").place


def test_null_is_absent_and_zero_is_not() -> None:
    root = tree("a: ~\nb: 0\nc: ''\nd:\ne: false\n")
    assert [bool(root.at(key)) for key in "abcde"] == [False, True, True, False, True]
    assert root.at("a").present
    assert root.plain() == {"b": 0, "c": "", "e": False}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("y", "boolean", True),
        ("Off", "boolean", False),
        ("oN", "string", "oN"),
        ("010", "integer", 8),
        ("0o10", "integer", 8),
        ("0x1F", "integer", 31),
        ("0b11", "integer", 3),
        ("1_000", "integer", 1000),
        ("1e3", "integer", 1000),
        ("3.0", "integer", 3),
        ("3.5", "float", 3.5),
        (".5", "float", 0.5),
        ("+5", "integer", 5),
        ("08", "integer", 8),
        ("12:30:45", "string", "12:30:45"),
        ("2023-09-22", "string", "2023-09-22"),
        ("=", "string", "="),
        ("1e400", "string", "1e400"),
        ("18446744073709551615", "integer", 18446744073709551615),
        ("null", "null", None),
        ("~", "null", None),
        ("16.4", "float", 16.4),
        ("1.2.3", "string", "1.2.3"),
        ("10Gi", "string", "10Gi"),
        ("'y'", "string", "y"),
        ("!!str 5", "string", "5"),
        ("!!int 5", "integer", 5),
    ],
)
def test_scalars_are_read_as_kubernetes_reads_them(text: str, kind: str, value: object) -> None:
    node = tree(f"a: {text}\n").at("a")
    assert (node.kind, node.value) == (kind, value)


def test_keys_that_are_no_text_become_text() -> None:
    assert list(tree("1: a\nyes: b\n2.50: c\n").entries()) == ["1", "true", "2.5"]


def test_an_alias_has_the_anchors_parts_in_its_own_place() -> None:
    root = tree("base: &b {app: web}\nlabels: *b\n")
    assert root.at("labels.app").path == "labels.app"
    assert root.at("labels.app").span == root.at("base.app").span
    assert root.at("labels").key_span == (2, 1, 2, 7)


def test_a_merge_brings_its_entries_and_a_second_one_of_a_key_is_seen() -> None:
    root = tree("base: &b {x: 1, w: 2}\na: {<<: *b, z: 3}\nb: {<<: *b, x: 9}\n")
    assert root.at("a").plain() == {"x": 1, "w": 2, "z": 3}
    assert not root.at("a").duplicates
    assert [twice.key for twice in root.at("b").duplicates] == ["x"]


def test_a_repeated_key_is_kept_aside() -> None:
    root = tree("replicas: 1\nreplicas: 2\n")
    assert [twice.span for twice in root.duplicates] == [(2, 11, 2, 12)]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: *nothing\n", (1, 4), "no anchor"),
        ("a: .nan\n", (1, 4), "has no such number"),
        ("a: !!int x\n", (1, 4), "is not a `!!int`"),
        ("a: &x [*x]\n", (1, 8), "an alias of itself"),
        ("a: 1\n\tb: 2\n", (2, 1), "indented with a tab"),
        ("a: 'x\n", (1, 4), "never closed"),
        ("a: \x07\n", (1, 4), "control character"),
        ("[" * 600 + "]" * 600, (1, 501), "nested deeper"),
    ],
)
def test_what_does_not_parse_says_where(text: str, place: tuple[int, int], words: str) -> None:
    with pytest.raises(YamlError, match=words) as caught:
        tree(text)
    assert caught.value.span[:2] == place


_NO_KEY = "a `key:` cannot start here: the line is indented too far, or the text before it needs quotes"


@pytest.mark.parametrize(
    ("text", "place", "context", "message"),
    [
        ('a: "\\q"\n', (1, 5), (1, 4), "found unknown escape character"),
        ("a: @x\n", (1, 4), (1, 4), "a value without quotes cannot start with `@`: put it in quotes"),
        ("b: 1\na: %x\n", (2, 4), (2, 4), "a value without quotes cannot start with `%`: put it in quotes"),
        ("a: b: c\n", (1, 5), None, _NO_KEY),
        ("a: b\n  c: d\n", (2, 4), None, _NO_KEY),
        ("a:\n  b: 1\n c: 2\n", (3, 2), (1, 1), "this line's indentation does not match any line above it"),
        ("- a\nb: 1\n", (2, 1), (1, 1), "this line is not an item of the list it is in"),
        ("a: 1\nb\nc: 2\n", (2, 1), (2, 1), "this line has no colon: it is neither a key nor a list item"),
        ("a: [1\nb: 2\n", (2, 2), (1, 4), "the `[` is not closed"),
        ("a: {b: 1\nc: 2\n", (2, 2), (1, 4), "the `{` is not closed"),
        ("a: - b\n", (1, 4), None, "a list cannot start on the line of its key"),
        ("b: 1\nc: d\x07\n", (2, 5), None, "YAML does not allow this control character"),
        ("\x07\n", (1, 1), None, "YAML does not allow this control character"),
        ("a: !x!y z\n", (1, 4), (1, 4), "the prefix of this tag is not declared"),
        ("b: 1\na: 'x\n  y\n", (2, 4), (2, 4), "this quote is never closed"),
        ("b:\n  a: &x\n", (3, 1), (1, 1), ""),
    ],
)
def test_mistakes_are_told_in_the_words_of_users(
    text: str, place: tuple[int, int], context: tuple[int, int] | None, message: str
) -> None:
    if not message:
        assert tree(text).at("b.a").kind == "null"
        return
    with pytest.raises(YamlError) as caught:
        tree(text)
    error = caught.value
    assert (error.message, error.span) == (message, (*place, place[0], place[1] + 1))
    assert (None if error.context is None else error.context[:2]) == context


def test_a_character_that_has_no_bytes_is_refused() -> None:
    with pytest.raises(YamlError) as caught:
        tree("b: 1\na: '\ud800'\n")
    assert caught.value.span == (1, 1, 1, 2)


def test_a_private_character_that_stands_for_a_colon_elsewhere_is_kept() -> None:
    assert tree('a: {b: "\uf8ff"}\n').at("a.b").value == "\uf8ff"


def test_500_levels_are_read() -> None:
    assert tree("[" * 500 + "]" * 500).kind == "sequence"
    with pytest.raises(YamlError, match="nested deeper than 500 levels"):
        tree("[" * 501 + "]" * 501)


def test_many_aliases_in_a_larger_document_are_read() -> None:
    # Kubernetes refuses a document by the share of its nodes that come from aliases, not by their number.
    text = "a: &a x\nb: [" + "y, " * 500 + "]\nc: [" + "*a, " * 1500 + "]\n"
    assert len(tree(text).at("c").elements()) == 1500


def test_an_alias_can_be_a_key() -> None:
    root = tree("a: &x web\nb: &y 010\n*x : 1\nc: {*x : 2, *y : 3}\n")
    assert root.at("web").value == 1
    assert root.at("web").key_span == (3, 1, 3, 3)
    assert root.at("c").plain() == {"web": 2, "8": 3}


def test_anchored_key_has_its_text() -> None:
    assert tree("&x web: 1\na: *x\n").at("a").value == "web"


def test_a_mapping_as_a_key_is_told_and_the_rest_is_read() -> None:
    (document,) = parse(Source("test", "a: {{b: 1}: c, d: [e]}\nf: {? [x] : y, g: z}\nh: 1\n"))
    assert [(tuple(problem.span), problem.message[:24]) for problem in document.problems] == [
        ((1, 5, 1, 6), "a mapping cannot be a ke"),
        ((2, 7, 2, 8), "a mapping cannot be a ke"),
    ]
    assert document.root.plain() == {"a": {"d": ["e"]}, "f": {"g": "z"}, "h": 1}


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(YamlError, match="too large"):
        tree("\n".join(lines))


@pytest.mark.parametrize("item", ["*a", "{x: *a}", "{*a : x}"])
def test_aliases_repeat_no_more_text_than_a_request_holds(item: str) -> None:
    def repeated(times: int) -> str:
        return f"a: &a {'x' * 1024}\nb: [{', '.join([item] * times)}]\n"

    fits = LARGEST_REQUEST // 1024
    assert tree(repeated(fits))
    with pytest.raises(YamlError, match="over 3 MiB of text"):
        tree(repeated(fits + 1))


def test_keys_that_aliases_repeat_count_as_well() -> None:
    keys = f"a: &a {{? {'k' * 1024} : 1}}\nb: [{', '.join(['*a'] * (LARGEST_REQUEST // 1024))}]\n"
    with pytest.raises(YamlError, match="over 3 MiB of text"):
        tree(keys)


def test_no_repair_is_looked_for_in_a_document_that_is_too_large() -> None:
    text = f"a: &a {'x' * 1024}\nb: [{', '.join(['*a'] * 4_000)}]\nspec\n"
    [document] = read(Source("test", text))
    assert [problem.message[:30] for problem in document.problems] == ["aliases repeat over 3 MiB of t"]


def test_a_list_is_taken_apart() -> None:
    text = (
        "apiVersion: v1\nkind: List\nitems:\n- kind: Service\n- kind: StatefulSet\n  metadata: {name: db}\n"
    )
    documents = parse(Source("test", text))
    assert [document.kind for document in documents] == ["Service", "StatefulSet"]
    assert documents[1].root.at("metadata.name").path == "metadata.name"
    assert documents[1].root.at("metadata.name").span == (6, 20, 6, 22)


def test_json_numbers_keep_their_form() -> None:
    root = tree('{"a": 3.0, "b": 3, "c": "y"}')
    assert [node.kind for node in root.entries().values()] == ["float", "integer", "string"]


def test_several_json_values_are_several_documents() -> None:
    documents = parse(Source("test", '{"kind": "A"}\n  {"kind": "B",\n "x": 1}\n'))
    assert [document.kind for document in documents] == ["A", "B"]
    assert documents[1].root.at("kind").span == (2, 12, 2, 15)
    assert documents[1].root.at("x").span == (3, 7, 3, 8)


_WORDS = st.from_regex(r"[a-m][a-m0-9._/-]{0,6}[a-m0-9]", fullmatch=True)
_TREES = st.recursive(
    _WORDS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(_WORDS, inner, min_size=1, max_size=3)
    ),
)


def _written(value: object, indent: int) -> str:
    margin = "\n" + " " * indent
    if isinstance(value, dict):
        return "".join(f"{margin}{key}: {_written(inner, indent + 2)}" for key, inner in value.items())
    if isinstance(value, list):
        return "".join(f"{margin}- {_written(inner, indent + 2)}" for inner in value)
    return str(value)


@given(st.dictionaries(_WORDS, _TREES, min_size=1, max_size=4))
def test_any_tree_is_read_back_with_true_positions(value: dict[str, object]) -> None:
    text = _written(value, 0).lstrip("\n") + "\n"
    root = tree(text)
    for node in root.walk():
        if node.key_span is not None:
            assert cut(text, node.key_span) == node.key
        if node.text:
            assert cut(text, node.span) == node.text
        if node.parent is not None:
            assert node.parent.get(node.key if node.key is not None else "") is node


@pytest.mark.parametrize("value", ["nginx:1.27", "http://x:80/y", "12:30:45", "a::b"])
def test_colons_inside_a_flow_scalar_are_read_as_kubernetes_reads_them(value: str) -> None:
    text = f"a: {{image: {value}, b: 'x:y', c: [1:2]}}\n"
    root = tree(text)
    assert root.at("a.b").value == "x:y"
    assert root.at("a.c[0]").value == "1:2"
    assert cut(text, root.at("a.image").span) == root.at("a.image").value


def test_a_number_of_thousands_of_digits_is_no_number() -> None:
    assert tree(f"a: {'9' * 5000}\n").at("a").kind == "string"


def test_the_environment_rules_out_the_block_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "kind: Service\nspec:\n  ports: []\n"
    plain = tree(text)
    monkeypatch.setenv("STSLINT_YAML", "libyaml")
    by_libyaml = tree(text)
    assert (type(plain), type(by_libyaml)) == (LazyNode, Node)
    assert [(each.path, each.span, each.value) for each in plain.walk() if not each.entries()] == [
        (each.path, each.span, each.value) for each in by_libyaml.walk() if not each.entries()
    ]
