from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.model import Source
from stslint.sources.embedded.markdown import form_of, split_markdown, split_script
from tests.support.manifests import STATEFUL_SET

PAGE = """\
---
title: Running a message broker
kind: post
---
# Brokers with a memory

Write the first file:

```bash
# keep the name in mind
cat <<EOF > broker.yaml
apiVersion: apps/v1
kind: statefulset
metadata:
  name: broker
spec
  replicas: 3
  template:
    spec:
      containers:
      - naem: broker
EOF
kubectl apply -f broker.yaml
```

1. Then its Service:

   ~~~~yaml
   apiVersion: v1
   kind: Service

   metadata:
     name: broker
   ~~~~

An excerpt:

```yaml
spec:
  replicas: 5
```

```console
$ kubectl get sts
NAME     READY
broker   3/3
```

```go
kind: Service
apiVersion: v1
```
"""


def split(text: str) -> list[Source]:
    return split_markdown(Source("page.md", text))


def file_line(source: Source, text: str) -> tuple[int, int]:
    """Returns the line and column of the page where a text of the block stands."""
    number = next(index for index, line in enumerate(source.text.split("\n")) if text in line)
    column = source.text.split("\n")[number].index(text)
    return source.first_line + number, source.first_column + column


def page_place(text: str, page: str = PAGE) -> tuple[int, int]:
    number = next(index for index, line in enumerate(page.split("\n")) if text in line)
    return number + 1, page.split("\n")[number].index(text) + 1


def test_a_page_gives_its_objects_with_their_own_places() -> None:
    first, second = split(PAGE)
    for slip in ("statefulset", "spec", "naem"):
        assert file_line(first, slip) == page_place(slip)
    assert second.first_column == 4
    assert file_line(second, "Service") == page_place("Service\n".strip(), PAGE.replace("its Service", "its"))
    assert second.text == "apiVersion: v1\nkind: Service\n\nmetadata:\n  name: broker\n"
    assert not first.partial
    assert first.name == "page.md"


@pytest.mark.parametrize("name", ["page.md", "page.txt", "page"])
def test_a_page_is_known_by_name_or_content(name: str) -> None:
    assert form_of(name, PAGE) == "page"


def test_a_manifest_with_a_page_or_a_script_inside_stays_a_manifest() -> None:
    inside = "data:\n  README: |\n    ```yaml\n    kind: Service\n    ```\n"
    script = "data:\n  up.sh: |\n    kubectl apply -f - <<EOF\n    kind: Service\n    EOF\n"
    for text in (inside, script):
        assert form_of("web", f"apiVersion: v1\nkind: ConfigMap\n{text}") == "manifest"
        assert form_of("web.yaml", text) == "manifest"


@pytest.mark.parametrize("text", [STATEFUL_SET, '{"kind": "StatefulSet"}', "", "replicas: 3\n", "[]"])
def test_what_holds_no_block_is_a_manifest(text: str) -> None:
    assert form_of("web", text) == "manifest"


def test_a_shell_script_is_known_by_name_and_first_line() -> None:
    assert form_of("up.sh", "") == "script"
    assert form_of("up", "#!/usr/bin/env bash\n") == "script"
    assert form_of("up", "#!/usr/bin/env -S kubectl apply -f\n" + STATEFUL_SET) == "manifest"


@pytest.mark.parametrize(
    "opener",
    [
        "cat <<EOF > web.yaml",
        "cat > web.yaml << EOF",
        "cat <<'EOF' | kubectl apply -f -",
        'kubectl apply -f - <<"EOF"',
        "kubectl apply -f - <<\\EOF",
        "$ kubectl apply -f - <<-EOF",
        "sudo tee web.yaml <<EOF && echo done",
    ],
)
@pytest.mark.parametrize("label", ["bash", "sh", "console", "yaml", ""])
def test_here_documents(opener: str, label: str) -> None:
    (found,) = split(f"```{label}\n{opener}\n{STATEFUL_SET}EOF\n```\n")
    assert (found.text, found.first_line, found.first_column) == (STATEFUL_SET, 3, 1)


def test_several_here_documents_in_a_block() -> None:
    block = f"cat <<EOF\n{STATEFUL_SET}EOF\nmkdir x\ncat <<A.B\nnothing\nA.B\ncat <<END\n{STATEFUL_SET}END\n"
    assert [found.first_line for found in split(f"```sh\n{block}```\n")] == [3, 13]


def test_a_script_that_writes_a_script() -> None:
    (found,) = split_script(
        Source("up.sh", f"cat <<'A' > b.sh\nkubectl apply -f - <<EOF\n{STATEFUL_SET}EOF\nA\n")
    )
    assert found.first_line == 3


def test_tabs_that_the_shell_strips_are_columns_of_the_file() -> None:
    body = "".join(f"\t{line}\n" for line in STATEFUL_SET.splitlines())
    (found,) = split_script(Source("up.sh", f"f() {{\n\tcat <<-EOF\n{body}\tEOF\n}}\n"))
    assert (found.text, found.first_line, found.first_column) == (STATEFUL_SET, 3, 2)


def test_prompts_of_a_session_are_columns_of_the_file() -> None:
    body = "".join(f"> {line}\n" for line in STATEFUL_SET.splitlines())
    (found,) = split(f"```console\n$ cat <<EOF\n{body}> EOF\n```\n")
    assert (found.text, found.first_column) == (STATEFUL_SET, 3)


def test_a_block_in_a_quotation() -> None:
    quoted = "".join(f"> {line}\n" for line in f"```yaml\n{STATEFUL_SET}```".splitlines())
    (found,) = split(quoted)
    assert (found.text, found.first_line, found.first_column) == (STATEFUL_SET, 2, 3)


@given(st.integers(0, 9), st.integers(3, 6), st.sampled_from("`~"), st.sampled_from(["yaml", "yml", ""]))
def test_every_character_of_a_block_keeps_its_place(indent: int, length: int, mark: str, label: str) -> None:
    margin, fence = " " * indent, mark * length
    page = "".join(f"{margin}{line}\n" for line in f"{fence}{label}\n{STATEFUL_SET}{fence}".splitlines())
    (found,) = split(page)
    for number, line in enumerate(found.text.splitlines()):
        start = found.first_column - 1
        assert page.split("\n")[found.first_line - 1 + number][start:] == line


def test_a_line_with_less_indentation_keeps_its_columns() -> None:
    (found,) = split("   ```yaml\n   kind: StatefulSet\n apiVersion: apps/v1\nkind: StatefulSet\n   ```\n")
    assert found.first_column == 1
    assert found.text.startswith("   kind")


def test_carriage_returns_are_kept() -> None:
    (found,) = split(f"```yaml\n{STATEFUL_SET}```\n".replace("\n", "\r\n"))
    assert found.text == STATEFUL_SET.replace("\n", "\r\n")


def test_a_longer_fence_holds_a_shorter_one() -> None:
    (found,) = split(f"````yaml\n{STATEFUL_SET}# ```\n```\n````\n")
    assert "```\n" in found.text


def test_a_fence_without_an_end_runs_to_the_end() -> None:
    assert len(split(f"```yaml\n{STATEFUL_SET}")) == 1


@pytest.mark.parametrize(
    "block",
    [
        "```yaml\nspec:\n  kind: x\n```\n",
        "```\nKIND:     StatefulSet\nVERSION:  apps/v1\n```\n",
        "```\nName: web\nkind: StatefulSet\n```\n",
        f"```diff\n{STATEFUL_SET}```\n",
        f"```sh\ncat <<EOF\n{STATEFUL_SET}```\n",
        "```sh\ncat <<<EOF\nEOF\n```\n",
        f"```yaml\n$ kubectl get sts web -o yaml\n{STATEFUL_SET}```\n",
        "``` `kind: x`\n",
    ],
)
def test_what_is_no_object_is_left_alone(block: str) -> None:
    assert split(block) == []


def test_json_blocks() -> None:
    (found,) = split('```json\n{"kind": "StatefulSet"}\n```\n```json\n{"replicas": 1}\n```\n')
    assert found.first_line == 2


@pytest.mark.parametrize(
    ("line", "blanked"),
    [
        ("  ...", "  #.."),
        ("spec: ...", "spec: #.."),
        ("  - ...", "  # ..."),
        ("  containers: [...]", "  containers: #...]"),
        ("  name: <your-name>", "  name: #your-name>"),
        ('  name: "<your name>"', '  name: #<your name>"'),
        ("  - image: web:<tag>", "  - image: #eb:<tag>"),
        ("  replicas: ${REPLICAS}", "  replicas: #{REPLICAS}"),
        ("  # ...", "  # ..."),
    ],
)
def test_what_the_reader_fills_in_is_unknown(line: str, blanked: str) -> None:
    (found,) = split(f"```yaml\n{STATEFUL_SET}{line}\n```\n")
    assert found.text == f"{STATEFUL_SET}{blanked}\n"
    assert found.partial


@pytest.mark.parametrize(
    "line",
    ["  run: |\n    echo <x> ...\n    ${HOME}", "  note: wait ... what", "  html: a <b>c</b>", "  a: x < y"],
)
def test_what_only_looks_like_a_placeholder(line: str) -> None:
    (found,) = split(f"```yaml\n{STATEFUL_SET}{line}\n```\n")
    assert found.text == f"{STATEFUL_SET}{line}\n"
    assert not found.partial


def test_the_shell_fills_in_an_unquoted_here_document() -> None:
    body = f"{STATEFUL_SET}  a: $NAME\n  b: $(date)\n  c: \\$(POD)\n  run: |\n    $(hostname)\n"
    (found,) = split_script(Source("up.sh", f"cat <<EOF\n{body}EOF\n"))
    assert found.text == f"{STATEFUL_SET}  a: #NAME\n  b: #(date)\n  c: $$(POD)\n  run: |\n    $(hostname)\n"
    assert found.partial
    (quoted,) = split_script(Source("up.sh", f"cat <<'EOF'\n{body}EOF\n"))
    assert quoted.text == body
    assert not quoted.partial


def test_context_stays_context() -> None:
    (found,) = split_markdown(Source("page.md", f"```yaml\n{STATEFUL_SET}```\n", context=True))
    assert found.context


def test_only_a_fence_of_tildes_can_have_a_backtick_after_it() -> None:
    block = "kind: Service\napiVersion: v1\n"
    (found,) = split_markdown(Source("a.md", f"~~~yaml `x`\n{block}~~~\n"))
    assert found.text == block
    assert split_markdown(Source("a.md", f"```yaml `x`\n{block}\n")) == []


def test_a_fence_that_is_indented_by_more_than_three_does_not_close() -> None:
    block = "kind: Service\napiVersion: v1\na: |\n    ```\nb: 1\n"
    (found,) = split_markdown(Source("a.md", f"```yaml\n{block}   ```\n"))
    assert found.text == block
