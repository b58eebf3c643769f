"""What a plan repeats of the findings: refused neighbours, pods that cannot start, and how it ends."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from stslint.forecast.set_plan import SetPlan
from stslint.linter.settings import Settings
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.plan_inputs import PlanRequest
from stslint.pipeline.plan_run import plan_sets

CLASS = """
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: csi.example.com
parameters: {type: "TYPE"}
"""
SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: SERVICE}
spec:
  clusterIP: None
  selector: {app: APP}
"""
CONFIG = """
apiVersion: v1
kind: ConfigMap
metadata: {name: db}
data: {a: b}
"""
SET = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: SERVICE
  replicas: 2
  selector:
    matchLabels: {app: db}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
      - name: db
        image: registry.example.com/db:1
        env: ENV
      volumes:
      - name: shared
        persistentVolumeClaim: {claimName: common}
"""
WITH_KEY = "[{name: A, valueFrom: {configMapKeyRef: {name: db, key: KEY}}}]"


def of_set(service: str = "db", env: str = "[]") -> str:
    return SET.replace("SERVICE", service).replace("ENV", env)


def of_service(name: str = "db", app: str = "db") -> str:
    return SERVICE.replace("SERVICE", name).replace("APP", app)


def planned(folder: Path, new: list[str], old: list[str] | None = None) -> SetPlan:
    """Returns the plan of documents, or of the change from others."""
    for place, documents in (("old", old), ("new", new)):
        (folder / place).mkdir()
        (folder / place / "all.yaml").write_text("---".join(documents or ()), encoding="utf-8")
    against = str(folder / "old") if old else None
    inputs = Inputs((str(folder / "new"),), against=against)
    return plan_sets(PlanRequest(inputs, Settings())).planned[0]


def facts(plan: SetPlan, label: str) -> list[str]:
    return [fact.text for fact in plan.forecast.facts if fact.label == label]


def test_plan_neighbour_that_is_refused_ends_badly_and_names_it(tmp_path: Path) -> None:
    old, new = CLASS.replace("TYPE", "a"), CLASS.replace("TYPE", "b")
    plan = planned(tmp_path, [new, of_set()], [old, of_set()])
    assert facts(plan, "Refused") == [
        "StorageClass `fast`: `parameters` cannot be changed once the object exists (STS701)"
    ]
    assert not plan.forecast.fine


def test_plan_of_a_misspelled_kind_is_refused_itself_and_not_as_a_neighbour(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(
        "---".join(
            (
                of_set(),
                of_set().replace("StatefulSet", "StatefulSett").replace("name: db", "name: web", 1),
                of_service().replace("clusterIP: None", "clusterIp: None"),
            )
        ),
        encoding="utf-8",
    )
    plans = plan_sets(PlanRequest(Inputs((str(tmp_path),)), Settings())).planned
    service = "Service `db`: `ServiceSpec` has no field `clusterIp` (STS004)"
    misspelled = (
        "create web: kind: Kubernetes has no kind `StatefulSett` in `apps/v1`; did you mean `StatefulSet`?"
    )
    assert [(plan.outcome, facts(plan, "Refused")) for plan in plans] == [
        ("stuck", [service]),
        ("refused", [service, misspelled]),
    ]


def test_plan_key_that_is_missing_plays_pods_that_never_become_ready(tmp_path: Path) -> None:
    plan = planned(tmp_path, [CONFIG, of_set(env=WITH_KEY.replace("KEY", "z"))])
    assert facts(plan, "Start")[0] == (
        "ConfigMap `db` has no key `z`, so the container does not start (STS523)"
    )
    assert facts(plan, "After it") == ["db-0 not Ready"]
    assert not plan.forecast.fine


def test_plan_key_that_exists_ends_well(tmp_path: Path) -> None:
    plan = planned(tmp_path, [CONFIG, of_service(), of_set(env=WITH_KEY.replace("KEY", "a"))])
    assert facts(plan, "Start") == []
    assert facts(plan, "After it") == ["db-0 and db-1 Ready"]
    assert plan.forecast.fine


def test_plan_claim_of_volumes_is_named(tmp_path: Path) -> None:
    plan = planned(tmp_path, [of_set()])
    assert facts(plan, "Claims") == ["common of `volumes`, shared by all pods"]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (of_service(), "db-0.db.default.svc.cluster.local ... db-1.db.default.svc.cluster.local"),
        (of_service(app="web"), "db-0 and db-1 have no DNS name: Service `db` does not select them"),
        (
            of_service().replace("clusterIP: None", "type: ClusterIP"),
            "db-0 and db-1 have no DNS name: Service `db` is not headless",
        ),
    ],
    ids=["selects", "selects others", "not headless"],
)
def test_plan_service_decides_which_names_there_are(tmp_path: Path, service: str, expected: str) -> None:
    assert facts(planned(tmp_path, [service, of_set()]), "DNS") == [expected]


def test_plan_recreated_set_leaves_adopted_pods_their_old_names(tmp_path: Path) -> None:
    services = [of_service("old"), of_service("new")]
    plan = planned(tmp_path, [*services, of_set("new")], [*services, of_set("old")])
    assert plan.recreated is not None
    told = [fact.text for fact in plan.recreated.facts if fact.label == "DNS"]
    assert told == [
        "db-0.old.default.svc.cluster.local ... db-1.old.default.svc.cluster.local, as they keep the Service "
        "that they were created with"
    ]


def test_the_findings_on_one_object_of_a_list_are_not_repeated_for_another(tmp_path: Path) -> None:
    objects = (CONFIG, of_set(env=WITH_KEY), of_set().replace("name: db", "name: web", 1))
    items = "".join(f"- {indent(each.strip(), '  ').lstrip()}\n" for each in objects)
    (tmp_path / "list.yaml").write_text(f"apiVersion: v1\nkind: List\nitems:\n{items}", encoding="utf-8")
    with_key, other = plan_sets(PlanRequest(Inputs((str(tmp_path),)), Settings())).planned
    assert any("STS523" in text for text in facts(with_key, "Start"))
    assert not facts(other, "Start")
