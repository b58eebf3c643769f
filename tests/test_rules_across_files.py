"""What a page's examples can't show: objects of one run that stand in several files."""

from __future__ import annotations

from pathlib import Path

from stslint.linter.linter import lint
from stslint.linter.rule_loader import load_rule, load_rules
from stslint.linter.settings import Settings
from stslint.model import Source
from stslint.pipeline.loading import bundle_of as bundle_of_sources
from stslint.runtime import package_data
from stslint.sources.embedded.markdown import split_markdown
from stslint.sources.loading.discovery import discover
from tests.support.manifests import bundle_of, service, stateful_set

LABELLED = "selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}}"
WEB = stateful_set("web", f"{{serviceName: web, replicas: 3, {LABELLED}}}")
DEPLOYMENT = stateful_set("web", f"{{{LABELLED}}}").replace("StatefulSet", "Deployment")


def severities(rule: str, files: dict[str, str], *, complete: bool = False) -> list[str]:
    """Returns the severities of what a rule says of some files."""
    found = load_rule(Path(package_data.folder("rules")) / f"{rule}.py")
    settings = Settings(select=(found.id,), complete=complete)
    return [one.severity for one in lint(bundle_of(files, complete=complete), [found], settings).findings]


def test_a_deployment_of_the_same_name_in_another_file_is_another_way_to_run_it() -> None:
    files = {
        "sts.yaml": WEB,
        "deployment.yaml": DEPLOYMENT,
        "service.yaml": service("web", "{selector: {app: web}}"),
    }
    for rule in ("overlapping_selectors", "service_selects_foreign_pods"):
        assert severities(rule, files) == []
        assert severities(rule, files, complete=True) == ["warning"]


def test_a_neighbour_of_another_name_overlaps() -> None:
    files = {"web.yaml": WEB, "other.yaml": DEPLOYMENT.replace("name: web", "name: other")}
    assert severities("overlapping_selectors", files) == ["info"]


def test_a_service_of_that_name_in_another_folder_is_doubted() -> None:
    far = {"web/set.yaml": WEB, "other/service.yaml": service("web", "{selector: {app: other}}")}
    near = {"set.yaml": WEB, "service.yaml": service("web", "{selector: {app: other}}")}
    for rule, severity in (
        ("governing_service_not_headless", "warning"),
        ("governing_service_selector_mismatch", "error"),
    ):
        assert severities(rule, far) == ["info"]
        assert severities(rule, far, complete=True) == [severity]
        assert severities(rule, near) == [severity]


def test_a_kustomization_writes_the_tags_whether_or_not_it_says_its_kind(tmp_path: Path) -> None:
    container = "template: {spec: {containers: [{name: web, image: nginx}]}}"
    (tmp_path / "web.yaml").write_text(stateful_set("web", f"{{{container}}}"))
    kustomization = "resources: [web.yaml]\nimages:\n- name: NAME\n  newTag: '1.29'\n"
    for head in ("", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"):
        for image, expected in (("nginx", 0), ("redis", 1)):
            (tmp_path / "kustomization.yaml").write_text(head + kustomization.replace("NAME", image))
            for path in (tmp_path, tmp_path / "web.yaml"):
                found = checked([str(path)])
                assert found.count("STS311") == expected


def checked(paths: list[str]) -> list[str]:
    """Returns the ids of what a run over some paths reports."""
    sources = discover(paths).sources
    settings = Settings()
    bundle, _ = bundle_of_sources(sources, paths, settings)
    return [
        finding.rule for finding in lint(bundle, load_rules(package_data.folder("rules")), settings).findings
    ]


def page(*blocks: str) -> list[Source]:
    """Returns the manifests of a page with these fenced blocks."""
    return split_markdown(Source("page.md", "\n".join(f"```yaml\n{block}```\n" for block in blocks)))


def test_blocks_of_a_page_show_one_object_again() -> None:
    found = load_rule(Path(package_data.folder("rules")) / "overlapping_selectors.py")
    settings = Settings(select=(found.id,))
    bundle, _ = bundle_of_sources(page(WEB, DEPLOYMENT), ("page.md",), settings)
    assert lint(bundle, [found], settings).findings == ()


def test_fence_in_an_html_comment_is_not_shown() -> None:
    hidden = f"<!-- not shown:\n\n```yaml\n{WEB}``` -->\n\n```bash\necho\n```\n"
    assert split_markdown(Source("page.md", hidden)) == []


def test_label_of_the_moment_is_set_by_the_running_member() -> None:
    plain = {"web.yaml": WEB, "service.yaml": service("web", "{selector: {app: web, role: master}}")}
    assert severities("governing_service_selector_mismatch", plain) == []
    wrong = {"web.yaml": WEB, "service.yaml": service("web", "{selector: {app: web, role: backend}}")}
    assert severities("governing_service_selector_mismatch", wrong) == ["error"]


def test_seed_that_starts_first_is_ready_before_others_ask() -> None:
    def one(seed: str, policy: str = "OrderedReady") -> str:
        container = (
            f"{{name: web, image: x, args: [--seed={seed}.web], readinessProbe: {{tcpSocket: {{port: 1}}}}}}"
        )
        return stateful_set(
            "web",
            f"{{serviceName: web, replicas: 3, podManagementPolicy: {policy}, "
            f"template: {{spec: {{containers: [{container}]}}}}}}",
        )

    headless = service("web", "{clusterIP: None}")
    cases: tuple[tuple[str, list[str]], ...] = (
        (one("web-0"), []),
        (one("web-1"), ["warning"]),
        (one("web-0", "Parallel"), ["warning"]),
    )
    for manifest, expected in cases:
        assert (
            severities("peer_service_hides_not_ready", {"a.yaml": f"{manifest}---\n{headless}"}) == expected
        )


def test_member_without_data_needs_no_volume() -> None:
    def one(roles: str) -> str:
        return stateful_set(
            "es",
            "{template: {spec: {volumes: [{name: d, emptyDir: {}}], "
            "containers: [{name: es, image: elasticsearch, "
            f"env: [{{name: node.roles, value: '{roles}'}}], "
            "volumeMounts: [{name: d, mountPath: /usr/share/elasticsearch/data}]}]}}}",
        )

    assert severities("ephemeral_data_path", {"a.yaml": one("master,data_hot")}) == ["warning"]
    assert severities("ephemeral_data_path", {"a.yaml": one("ingest")}) == []
    assert severities("ephemeral_data_path", {"a.yaml": one("")}) == []
