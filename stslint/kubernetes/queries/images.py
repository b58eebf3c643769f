"""What well-known images run: how their members depend on each other, and where they store their data.

An image is known by the last part of its name, so a copy in a private registry counts too, and nothing else
does. The annotation ``stslint.dev/role`` on the StatefulSet or its pod template overrides the table. Each
entry names the page that it was read from.
"""

from __future__ import annotations

from stslint.kubernetes.queries.objects import containers, image_name, pod_template
from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

ROLE_ANNOTATION = "stslint.dev/role"

QUORUM = "quorum"
REPLICATED = "replicated"
SHARDED = "sharded"
SINGLE = "single"
ROLES = (QUORUM, REPLICATED, SHARDED, SINGLE)
"""A majority is required; a primary with followers; members that each have a part; independent pods."""


class Software(NamedTuple):
    """What one image runs. ``data`` are the folders with its persistent data."""

    role: str
    data: tuple[str, ...]
    source: str
    words: tuple[str, ...] = ()
    """If set, the role applies only if the arguments or the environment have one of these."""


_MYSQL = ("/var/lib/mysql",)
_POSTGRES = ("/var/lib/postgresql/data", "/var/lib/postgresql")

KNOWN: dict[str, Software] = {
    "etcd": Software(
        QUORUM, ("/var/lib/etcd", "/etcd-data", "/bitnami/etcd"), "https://etcd.io/docs/v3.5/faq/"
    ),
    "zookeeper": Software(
        QUORUM, ("/data", "/datalog", "/bitnami/zookeeper"), "https://hub.docker.com/_/zookeeper"
    ),
    "kubernetes-zookeeper": Software(
        QUORUM, ("/var/lib/zookeeper",),
        "https://kubernetes.io/docs/tutorials/stateful-application/zookeeper/",
    ),
    "cockroach": Software(
        QUORUM, ("/cockroach/cockroach-data",),
        "https://www.cockroachlabs.com/docs/stable/architecture/replication-layer",
    ),
    "rabbitmq": Software(
        QUORUM, ("/var/lib/rabbitmq", "/var/lib/rabbitmq/mnesia", "/bitnami/rabbitmq/mnesia"),
        "https://www.rabbitmq.com/docs/quorum-queues",
    ),
    "consul": Software(
        QUORUM, ("/consul/data",), "https://developer.hashicorp.com/consul/docs/concept/consensus",
        words=("server", "bootstrap-expect"),
    ),
    "vault": Software(
        QUORUM, ("/vault/data", "/vault/file"),
        "https://developer.hashicorp.com/vault/docs/configuration/storage/raft", words=("raft",),
    ),
    "nats": Software(
        QUORUM, ("/data/jetstream",),
        "https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering",
        words=("jetstream", "-js"),
    ),
    "mongo": Software(
        QUORUM, ("/data/db",), "https://www.mongodb.com/docs/manual/core/replica-set-elections/",
        words=("replset", "replicaset"),
    ),
    "mongodb": Software(
        QUORUM, ("/bitnami/mongodb", "/data/db"),
        "https://www.mongodb.com/docs/manual/core/replica-set-elections/", words=("replset", "replica"),
    ),
    "fe-ubuntu": Software(
        QUORUM, ("/opt/starrocks/fe/meta",), "https://docs.starrocks.io/docs/introduction/Architecture/"
    ),
    "postgres": Software(REPLICATED, _POSTGRES, "https://hub.docker.com/_/postgres"),
    "postgresql": Software(
        REPLICATED, ("/bitnami/postgresql", *_POSTGRES), "https://hub.docker.com/r/bitnami/postgresql"
    ),
    "postgis": Software(REPLICATED, _POSTGRES, "https://hub.docker.com/r/postgis/postgis"),
    "timescaledb": Software(REPLICATED, _POSTGRES, "https://hub.docker.com/r/timescale/timescaledb"),
    "mysql": Software(REPLICATED, (*_MYSQL, "/bitnami/mysql"), "https://hub.docker.com/_/mysql"),
    "mysql-server": Software(REPLICATED, _MYSQL, "https://hub.docker.com/r/mysql/mysql-server"),
    "percona": Software(REPLICATED, _MYSQL, "https://hub.docker.com/_/percona"),
    "mariadb": Software(REPLICATED, (*_MYSQL, "/bitnami/mariadb"), "https://hub.docker.com/_/mariadb"),
    "redis": Software(REPLICATED, ("/data", "/bitnami/redis/data"), "https://hub.docker.com/_/redis"),
    "valkey": Software(REPLICATED, ("/data",), "https://hub.docker.com/r/valkey/valkey"),
    "cassandra": Software(
        SHARDED, ("/var/lib/cassandra", "/bitnami/cassandra"), "https://hub.docker.com/_/cassandra"
    ),
    "scylla": Software(SHARDED, ("/var/lib/scylla",), "https://hub.docker.com/r/scylladb/scylla"),
    "elasticsearch": Software(
        SHARDED, ("/usr/share/elasticsearch/data", "/bitnami/elasticsearch/data"),
        "https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-elasticsearch-docker-prod",
    ),
    "opensearch": Software(
        SHARDED, ("/usr/share/opensearch/data",), "https://hub.docker.com/r/opensearchproject/opensearch"
    ),
    "clickhouse-server": Software(
        SHARDED, ("/var/lib/clickhouse",), "https://hub.docker.com/r/clickhouse/clickhouse-server"
    ),
    "minio": Software(
        SHARDED, ("/data", "/export"), "https://min.io/docs/minio/container/operations/installation.html"
    ),
    "kafka": Software(
        SHARDED, ("/var/lib/kafka/data", "/bitnami/kafka"), "https://hub.docker.com/r/apache/kafka"
    ),
    "cp-kafka": Software(SHARDED, ("/var/lib/kafka/data",), "https://hub.docker.com/r/confluentinc/cp-kafka"),
    "qdrant": Software(SHARDED, ("/qdrant/storage",), "https://hub.docker.com/r/qdrant/qdrant"),
    "neo4j": Software(SINGLE, ("/data",), "https://hub.docker.com/_/neo4j"),
    "influxdb": Software(
        SINGLE, ("/var/lib/influxdb", "/var/lib/influxdb2"), "https://hub.docker.com/_/influxdb"
    ),
    "couchdb": Software(SHARDED, ("/opt/couchdb/data",), "https://hub.docker.com/_/couchdb"),
    "prometheus": Software(SINGLE, ("/prometheus",), "https://hub.docker.com/r/prom/prometheus"),
}  # fmt: skip


def software(container: Node) -> Software | None:
    """Returns what is known of a container's image, or nothing."""
    return KNOWN.get(image_name(container).rpartition("/")[2])


def role(stateful_set: Node) -> str:
    """Returns how the pods depend on each other, one of ``ROLES``, or an empty string if it is not known.

    The first container with a known image decides. Where a server forms a quorum only in one of
    its modes, the manifest must show that mode.
    """
    stated = _stated_role(stateful_set)
    if stated:
        return stated
    for container in containers(stateful_set):
        known = software(container)
        if known is not None:
            return known.role if _in_that_mode(container, known) else SINGLE
    return ""


def words_of(container: Node) -> list[str]:
    """Returns the texts of a container's command, arguments and environment."""
    arguments = [*container.get("command").elements(), *container.get("args").elements()]
    values = (variable.get("value") for variable in container.get("env").elements())
    return [node.string() for node in (*arguments, *values) if node.string()]


def _stated_role(stateful_set: Node) -> str:
    for root in (stateful_set, pod_template(stateful_set)):
        stated = root.get("metadata").get("annotations").get(ROLE_ANNOTATION).string()
        if stated in ROLES:
            return stated
    return ""


def _in_that_mode(container: Node, known: Software) -> bool:
    if not known.words:
        return True
    names = (variable.get("name").string() for variable in container.get("env").elements())
    text = " ".join((*words_of(container), *names)).lower()
    return any(word in text for word in known.words)
