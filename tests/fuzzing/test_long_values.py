"""One very long value takes time in proportion to its length, and breaks no rule.

With a search that begins again at each character, each of these texts takes minutes.
"""

from __future__ import annotations

import random

import pytest

from tests.fuzzing.long_settings import PLACES, families, manifest
from tests.fuzzing.long_values import PIECES, around, as_yaml, values
from tests.fuzzing.repeated_texts import SET
from tests.fuzzing.targets import check_manifest, check_page, run

LENGTH = 300_000

CONTAINERS = {
    "tag": '{name: db, image: "apache/kafka:3.LONG"}',
    "name": '{name: "LONG", image: db, ports: [{containerPort: 5432}]}',
    "command": '{name: db, image: "zookeeper:3.9", command: [sh, -c, "LONG"]}',
    "argument": '{name: db, image: "redis:7", args: ["LONG"]}',
    "variable": '{name: db, image: "kafka:3", env: [{name: KAFKA_LISTENERS, value: "LONG"}]}',
    "options of Java": '{name: db, image: "elasticsearch:8", args: ["-Xmx1LONG"]}',
    "percentage of Java": '{name: db, image: "kafka:3", args: ["-XX:MaxRAMPercentage=1LONG"]}',
    "memory": '{name: db, image: "mysql:8", args: ["--innodb-buffer-pool-size=1LONG"]}',
    "listener": '{name: db, image: app, ports: [{containerPort: 80}], args: ["--LONG"]}',
    "reference": '{name: db, image: app, env: [{name: A, value: "$(LONG"}]}',
    "path of a volume": '{name: db, image: app, volumeMounts: [{name: a, subPathExpr: "LONG"}]}',
    "probe": '{name: db, image: "zookeeper:3.9", livenessProbe: {exec: {command: [sh, -c, "LONG"]}}}',
    "request": '{name: db, image: app, resources: {requests: {storage: "1LONG"}}}',
    "key": '{name: db, image: app, "LONG": 1}',
}
TEXTS = ("0", "1", "_", "a-", "$", "\\n", " ", '\\\\\\"', "while ", "bind", "ruok", "_PORT_1_TCP", "<!--")
BUDGET = (
    'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: "%s"}\n'
)


def stateful_set(container: str) -> str:
    pod = (
        "  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n"
    )
    # An init container waits for it, and nothing else is in it: rules about both are asked.
    return f"{SET}{pod}      initContainers: [{container}]\n      containers: [{container}]\n"


@pytest.mark.parametrize("piece", TEXTS)
@pytest.mark.parametrize("place", CONTAINERS)
def test_a_long_value_of_a_container_is_checked(place: str, piece: str) -> None:
    text = piece * (LENGTH // len(piece))
    assert check_manifest(stateful_set(CONTAINERS[place].replace("LONG", text)).encode(), "text")


@pytest.mark.parametrize(
    "text", ["0" * LENGTH, "1" * LENGTH + "%", "0" * LENGTH + "50%", "1e" + "1" * LENGTH]
)
def test_a_long_number_of_a_budget_is_checked(text: str) -> None:
    assert check_manifest((BUDGET % text).encode(), "text")


@pytest.mark.parametrize("text", ["1" * LENGTH + "%", "0" * LENGTH + "%"])
def test_a_long_percentage_of_an_update_is_checked_and_planned(text: str) -> None:
    update = f'  updateStrategy: {{rollingUpdate: {{maxUnavailable: "{text}"}}}}\n'
    data = (stateful_set("{name: db, image: app}") + update).encode()
    assert check_manifest(data, "text")
    run("plan", data)


@pytest.mark.parametrize("label", ["0" * LENGTH, "_" * LENGTH])
def test_a_long_label_of_a_claim_is_checked(label: str) -> None:
    claim = f'  volumeClaimTemplates: [{{metadata: {{name: a, labels: {{helm.sh/chart: "{label}"}}}}}}]\n'
    assert check_manifest((stateful_set("{name: db, image: app}") + claim).encode(), "text")


@pytest.mark.parametrize("piece", ["${a", "<a>", "<a ", "a    ", "<<'a", ".. "])
def test_a_long_line_of_a_page_is_checked(piece: str) -> None:
    block = f"{SET}  x: {piece * (LENGTH // len(piece))}b\n"
    assert check_page(f"```sh\nkubectl apply -f - <<EOF\n{block}EOF\n```\n```yaml\n{block}```\n".encode())


def test_a_setting_that_a_file_repeats_is_looked_up_once() -> None:
    lines = "".join("node.id=1\n" for _ in range(LENGTH // 10))
    file = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "conf"}, "data": {"a": lines}}
    pod = stateful_set(
        '{name: db, image: "kafka:3.9", volumeMounts: [{name: conf, mountPath: /etc/kafka}]}'
    ).replace("serviceName: web", "serviceName: web\n  replicas: 3")
    volumes = "      volumes: [{name: conf, configMap: {name: conf}}]\n"
    assert check_manifest(as_yaml([file]) + b"---\n" + (pod + volumes).encode(), "text")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_a_long_text_at_any_place_is_checked(seed: int) -> None:
    chance = random.Random(seed)
    for value in chance.sample(values(), 20):
        check_manifest(value.manifest(around(chance.choice(PIECES), 90_000, value.written, chance)), "text")


@pytest.mark.slow
@pytest.mark.parametrize("family", families())
def test_a_long_setting_of_each_application_is_checked(family: str) -> None:
    chance = random.Random(family)
    for place in PLACES:
        check_manifest(manifest(family, place, chance.choice(PIECES), 90_000, chance), "text")
