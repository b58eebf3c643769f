"""What is known of a container's application, and how its manifest changes that."""

from __future__ import annotations

import pytest

from stslint.applications import QUORUM, REPLICATED, SHARDED, SINGLE, application_of, role, withdrawal
from stslint.applications.application import Application
from stslint.kubernetes.queries.objects import containers
from stslint.model import Bundle, Node
from tests.support.manifests import bundle_of, object_of, stateful_set
from tests.support.work import calls_of


def running(image: str, more: str = "") -> str:
    return stateful_set(
        "db", f"{{template: {{spec: {{containers: [{{name: a, image: '{image}'{more}}}]}}}}}}"
    )


def known(image: str, more: str = "", bundle: Bundle | None = None) -> Application:
    found = application_of(containers(object_of(running(image, more)))[0], bundle)
    assert found is not None
    return found


def env(**variables: str) -> str:
    return (
        ", env: [" + ", ".join(f"{{name: {key}, value: '{value}'}}" for key, value in variables.items()) + "]"
    )


@pytest.mark.parametrize(
    "image", ["etcd", "quay.io/coreos/etcd:v3.6", "my.example.com:5000/x/etcd@sha256:ab"]
)
def test_an_image_is_known_by_its_last_part(image: str) -> None:
    assert role(object_of(running(image))) == QUORUM


@pytest.mark.parametrize("image", ["etcd-backup:1", "etcd/tools:1", "registry.example.com/db:3"])
def test_a_similar_name_is_not_known(image: str) -> None:
    assert role(object_of(running(image))) == ""


def test_a_container_without_an_image_runs_nothing_known() -> None:
    assert application_of(object_of("{name: a}")) is None


@pytest.mark.parametrize(
    ("image", "family", "variant", "published"),
    [
        ("postgres:17", "postgresql", "official", True),
        ("docker.io/library/postgres:17", "postgresql", "official", True),
        ("public.ecr.aws/docker/library/postgres:17", "postgresql", "official", True),
        ("registry.example.com/team/postgres:17", "postgresql", "official", False),
        ("bitnami/postgresql:17", "postgresql", "bitnami", True),
        ("mirror.example.com/bitnami/postgresql:17", "postgresql", "bitnami", True),
        ("bitnami/kafka:3.9", "kafka", "bitnami", True),
        ("confluentinc/cp-kafka:7.6.1", "kafka", "confluent", True),
        ("example/kafka:3", "kafka", "other", False),
    ],
)
def test_the_publisher_is_told_by_the_rest_of_the_name(
    image: str, family: str, variant: str, published: bool
) -> None:
    found = known(image)
    assert (found.family, found.image, found.published) == (family, variant, published)


@pytest.mark.parametrize(
    ("image", "version"),
    [
        ("postgres:16.4-bookworm", (16, 4)),
        ("quay.io/coreos/etcd:v3.5.9", (3, 5, 9)),
        ("timescale/timescaledb:2.17.2-pg16", (16,)),
        ("ghcr.io/zalando/spilo-16:3.2-p2", (16,)),
        ("confluentinc/cp-kafka:7.6.1", (3, 6, 1)),
        ("postgres:alpine", ()),
        ("postgres@sha256:ab", ()),
    ],
)
def test_the_version_of_a_tag(image: str, version: tuple[int, ...]) -> None:
    assert known(image).version == version


@pytest.mark.parametrize(
    ("image", "more", "path"),
    [
        ("postgres:17", "", "/var/lib/postgresql/data"),
        ("postgres:18.1", "", "/var/lib/postgresql/18/docker"),
        ("postgres:17", env(PGDATA="/x/$(SUB)", SUB="ignored"), None),
        ("postgres:17", env(SUB="pg", PGDATA="/x/$(SUB)/"), "/x/pg"),
        ("postgres:17", ", args: [-c, data_directory=/y]", "/y"),
        ("apache/kafka:3.9.0", "", "/tmp/kraft-combined-logs"),
        ("etcd:v3.5.9", ", command: [etcd, --data-dir, /var/run/etcd]", "/var/run/etcd"),
        ("etcd:v3.5.9", ", command: [sh, -c, 'exec etcd -data-dir=/d --name $HOSTNAME']", "/d"),
        ("nats:2.11", ", args: [-js, -sd, /data]", "/data/jetstream"),
        ("mongo:8.0", ", args: [--dbpath=/d]", "/d"),
    ],
)
def test_where_the_data_goes(image: str, more: str, path: str | None) -> None:
    folder = known(image, more).data_folder()
    assert folder is not None
    assert folder.path == path
    assert folder.moved == bool(more)


def test_a_tag_without_a_version_leaves_the_folder_uncertain() -> None:
    folders = known("postgres:alpine").data_folders()
    assert [folder.certain for folder in folders] == [False, False]
    assert known("postgres:alpine").image_volumes() == ()


@pytest.mark.parametrize(
    ("image", "more", "expected"),
    [
        ("hashicorp/consul:1.21", "", SINGLE),
        ("hashicorp/consul:1.21", ", args: [agent, -server, -bootstrap-expect=3]", QUORUM),
        ("hashicorp/consul:1.21", env(CONSUL_SERVER="true"), QUORUM),
        ("apache/kafka:3.9.0", env(KAFKA_PROCESS_ROLES="broker,controller"), QUORUM),
        ("apache/kafka:3.9.0", env(KAFKA_PROCESS_ROLES="broker"), SHARDED),
        ("elasticsearch:8.17.0", ", env: [{name: node.roles, value: 'master,data'}]", QUORUM),
        ("elasticsearch:8.17.0", ", env: [{name: node.roles, value: data}]", SHARDED),
        ("elasticsearch:8.17.0", ", env: [{name: discovery.type, value: single-node}]", SINGLE),
        ("postgres:17", "", REPLICATED),
        ("mariadb:11", ", args: [--wsrep-cluster-address=gcomm://a]", QUORUM),
    ],
)
def test_the_mode_decides_the_role(image: str, more: str, expected: str) -> None:
    assert role(object_of(running(image, more))) == expected


@pytest.mark.parametrize("place", ["metadata", "template"])
@pytest.mark.parametrize(("stated", "expected"), [("sharded", "sharded"), ("nonsense", QUORUM)])
def test_an_annotation_of_the_role_speaks_first(place: str, stated: str, expected: str) -> None:
    text = annotated(running("etcd:3.6"), f"stslint.dev/role: {stated}", place)
    assert role(object_of(text)) == expected


@pytest.mark.parametrize(
    ("annotation", "family", "version"),
    [
        ("stslint.dev/application: postgresql", "postgresql", (3,)),
        ("stslint.dev/application: 'postgresql:17.2'", "postgresql", (17, 2)),
        ("stslint.dev/application.a: etcd", "etcd", (3,)),
        ("stslint.dev/application.b: etcd", None, ()),
        ("stslint.dev/application: nonsense", None, ()),
    ],
)
@pytest.mark.parametrize("place", ["metadata", "template"])
def test_an_annotation_names_the_application(
    place: str, annotation: str, family: str | None, version: tuple[int, ...]
) -> None:
    root = object_of(annotated(running("registry.example.com/db:3"), annotation, place))
    found = application_of(containers(root)[0])
    assert (found.family if found else None) == family
    assert (found.version if found else ()) == version


def test_an_annotation_can_deny_an_application() -> None:
    root = object_of(annotated(running("etcd:3.6"), "stslint.dev/application: none", "metadata"))
    assert application_of(containers(root)[0]) is None


def annotated(text: str, annotation: str, place: str) -> str:
    annotations = f"annotations: {{{annotation}}}"
    if place == "metadata":
        return text.replace("{name: db}", f"{{name: db, {annotations}}}")
    return text.replace("template: {", f"template: {{metadata: {{{annotations}}}, ")


def test_settings_that_differ_between_pods() -> None:
    more = ", command: [bash, -c, 'export KAFKA_NODE_ID=${HOSTNAME##*-}; exec /run']" + env(
        KAFKA_ADVERTISED_LISTENERS="PLAINTEXT://a:9092"
    )
    found = {
        each.name: (each.text, each.per_pod) for each in known("apache/kafka:3.9.0", more).identity_settings()
    }
    assert found == {
        "env:KAFKA_NODE_ID": (None, True),
        "env:KAFKA_ADVERTISED_LISTENERS": ("PLAINTEXT://a:9092", False),
    }


def test_a_variable_from_the_name_of_the_pod_differs() -> None:
    own = "{name: P, valueFrom: {fieldRef: {fieldPath: metadata.name}}}"
    more = f", env: [{own}, {{name: ETCD_NAME, value: $(P)}}]"
    (setting,) = known("etcd:3.6.1", more).identity_settings()
    assert (setting.text, setting.per_pod) == (None, True)


def test_peers_and_what_only_counts_at_the_first_start() -> None:
    more = ", args: ['--initial-cluster=a=http://a:2380', --initial-cluster-state, new]"
    found = [(each.form, each.text, each.first_start) for each in known("etcd:3.6.1", more).peer_settings()]
    assert found == [("members", "a=http://a:2380", True), ("state", "new", True)]


def test_a_password_from_a_secret_is_read_at_the_first_start() -> None:
    more = ", env: [{name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}]"
    (setting,) = known("postgres:17", more).first_start_settings()
    assert setting.text is None
    assert setting.node.path.endswith("env[0].valueFrom")


@pytest.mark.parametrize(
    ("image", "more", "what", "size", "part"),
    [
        ("elasticsearch:8.17.0", env(ES_JAVA_OPTS="-Xms1g -Xmx4g"), "heap", 4 * 2**30, None),
        ("apache/kafka:3.9.0", env(KAFKA_HEAP_OPTS="-XX:MaxRAMPercentage=75.0"), "heap", None, 0.75),
        ("postgres:17", ", args: [-c, shared_buffers=2GB]", "cache", 2 * 2**30, None),
        ("postgres:17", ", args: [-c, shared_buffers=1000]", "cache", 8192000, None),
        ("redis:8", ", args: [--maxmemory, 2gb]", "limit", 2 * 2**30, None),
        ("redis:8", ", args: [--maxmemory, 1k]", "limit", 1000, None),
        ("mongo:8.0", ", args: [--wiredTigerCacheSizeGB, '1.5']", "cache", 3 * 2**29, None),
        ("cockroachdb/cockroach:v25.2.1", ", args: [--cache=25%]", "cache", None, 0.25),
        ("cockroachdb/cockroach:v25.2.1", ", args: [--cache=.25]", "cache", None, 0.25),
        ("cockroachdb/cockroach:v25.2.1", ", args: [--cache=nonsense]", "cache", None, None),
    ],
)
def test_heaps_and_caches(image: str, more: str, what: str, size: int | None, part: float | None) -> None:
    (found,) = known(image, more).heap()
    assert (found.what, found.bytes, found.fraction) == (what, size, part)


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("postgres:16.4", "postgres:17.2", "refused"),
        ("postgres:16.2", "postgres:16.4", "fine"),
        ("postgres:16.4", "postgres:16.4", "same"),
        ("postgres:17", "postgres:16", "refused"),
        ("postgres:9.6", "postgres:9.5", "refused"),
        ("postgres:latest", "postgres:17", "unknown"),
        ("mysql:5.7", "mysql:8.4", "refused"),
        ("mysql:8.0.36", "mysql:8.4.3", "one-way"),
        ("mongo:6.0", "mongo:7.0", "prepared"),
        ("mongo:5.0", "mongo:7.0", "refused"),
        ("elasticsearch:7.17.1", "elasticsearch:8.1.0", "one-way"),
        ("elasticsearch:7.16.1", "elasticsearch:8.1.0", "prepared"),
        ("elasticsearch:6.8.1", "elasticsearch:8.1.0", "refused"),
        ("etcd:3.4.1", "etcd:3.6.1", "refused"),
        ("confluentinc/cp-kafka:7.6.1", "confluentinc/cp-kafka:8.0.0", "prepared"),
        ("influxdb:1.8", "influxdb:2.7", "refused"),
        ("redis:7.2", "redis:7.0", "refused"),
        ("postgres:17", "mysql:8.4", "unknown"),
    ],
)
def test_what_an_upgrade_does_to_kept_data(old: str, new: str, outcome: str) -> None:
    assert known(old).upgrade_to(known(new)).outcome == outcome


@pytest.mark.parametrize(
    ("image", "service", "variable"),
    [
        ("confluentinc/cp-kafka:7.6.1", "kafka", "KAFKA_PORT"),
        ("confluentinc/cp-kafka:7.6.1", "kafka-headless", "KAFKA_HEADLESS_PORT"),
        ("confluentinc/cp-kafka:7.6.1", "events", ""),
        ("neo4j:5.26", "neo4j", "NEO4J_PORT"),
        ("solr:9.9", "solr", ""),
    ],
)
def test_variables_of_a_service_that_the_image_misreads(image: str, service: str, variable: str) -> None:
    found = known(image).misread(service)
    assert (found.variable if found else "") == variable


def probe(text: str) -> Node:
    return object_of(text)


def test_probes_that_start_a_runtime_or_ask_the_cluster() -> None:
    rabbit, search = known("rabbitmq:4.1"), known("elasticsearch:8.17.0")
    ping = probe("{exec: {command: [rabbitmq-diagnostics, -q, ping]}}")
    health = probe("{httpGet: {path: '/_cluster/health?wait_for_status=green', port: 9200}}")
    slow = rabbit.slow_command(ping)
    assert slow is not None
    assert (slow.runtime, slow.seconds) == ("Erlang", 10)
    assert rabbit.asks_cluster(ping) is None
    assert rabbit.asks_itself(ping)
    assert search.asks_cluster(health) is not None
    assert not search.asks_itself(health)


def test_a_config_map_of_the_bundle_is_read() -> None:
    text = """
apiVersion: v1
kind: ConfigMap
metadata: {name: conf}
data: {vault.hcl: 'storage "raft" {}', PGDATA: /moved}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: vault}
spec:
  template:
    spec:
      containers:
      - {name: vault, image: 'hashicorp/vault:1.18.2'}
      - {name: pg, image: 'postgres:17', envFrom: [{configMapRef: {name: conf}}]}
      volumes:
      - {name: conf, configMap: {name: conf}}
"""
    bundle = bundle_of({"a.yaml": text})
    [document] = bundle.of_kind("StatefulSet")
    root = document.root
    assert role(root) == REPLICATED
    assert role(root, bundle) == QUORUM
    postgres = application_of(containers(root)[1], bundle)
    assert postgres is not None
    folder = postgres.data_folder()
    assert folder is not None
    assert folder.path == "/moved"


@pytest.mark.parametrize(
    ("image", "gone"),
    [
        ("bitnami/mysql:8.0.1", True),
        ("docker.io/bitnami/wordpress:6", True),
        ("bitnami/mysql:latest", None),
        ("bitnamilegacy/mysql:8.0.1", False),
        ("mirror.example.com/bitnami/mysql:8.0.1", None),
        ("k8s.gcr.io/etcd:3.5.1", False),
        ("postgres:17", None),
    ],
)
def test_images_that_a_registry_withdrew(image: str, gone: bool | None) -> None:
    found = withdrawal(containers(object_of(running(image)))[0])
    assert (found.gone if found else None) == gone


def test_images_of_a_file_are_known_by_their_whole_name() -> None:
    text = running("registry.example.com/db:17")
    documents = bundle_of({"a.yaml": text}).documents
    bundle = Bundle(documents, "1.37", images={"registry.example.com/db": "postgresql"})
    (container,) = containers(documents[0].root)
    found = application_of(container, bundle)
    assert found is not None
    assert (found.family, found.version, found.published) == ("postgresql", (17,), False)
    assert application_of(container) is None


def test_many_containers_of_a_list_are_looked_up_once() -> None:
    listed = ", ".join(f"{{name: c{number}, image: redis:7}}" for number in range(50))
    found = containers(object_of(stateful_set("db", f"{{template: {{spec: {{containers: [{listed}]}}}}}}")))

    def ask() -> None:
        assert all(application_of(container) is not None for container in found)

    ask()
    assert calls_of(ask, ("call",)) <= 4 * len(found)


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("exec bin/pulsar zookeeper", QUORUM),
        ("bin/pulsar zookeeper-shell get /brokers; exec bin/pulsar broker", SINGLE),
        ("exec bin/pulsar bookie", SHARDED),
    ],
)
def test_one_image_of_pulsar_has_several_roles(command: str, kind: str) -> None:
    assert known("apachepulsar/pulsar:4.0", f", command: [sh, -c, '{command}']").role() == kind


def test_rabbitmq_keeps_its_data_where_its_variable_says() -> None:
    found = known("bitnami/rabbitmq:4.1", env(RABBITMQ_MNESIA_DIR="/data/mnesia/x")).data_folder()
    assert found is not None
    assert found.path == "/data/mnesia/x"


@pytest.mark.parametrize(
    ("image", "more", "recovers"),
    [
        ("mongo:8.0", "", True),
        ("mongo:8.0", ", args: [mongos, --configdb, cfg/a:27019]", False),
        ("influxdb:1.8", "", True),
        ("neo4j:5", "", True),
        ("redis:7", "", False),
    ],
)
def test_what_recovers_before_it_answers(image: str, more: str, recovers: bool) -> None:
    assert (known(image, more).recovery() is not None) == recovers
