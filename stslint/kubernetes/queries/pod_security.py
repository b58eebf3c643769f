"""What the Pod Security Standards forbid in a pod.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import all_containers, pod_spec, pod_template
from stslint.kubernetes.queries.security import effective
from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

BASELINE, RESTRICTED = "baseline", "restricted"

_CAPABILITIES = frozenset(
    (
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
        "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    )
)  # fmt: skip
_VOLUMES = frozenset(
    (
        "name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim",
        "projected", "secret", "image",
    )
)  # fmt: skip
_SELINUX_TYPES = ("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
_SYSCTLS = frozenset(
    (
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    )
)  # fmt: skip


class Violation(NamedTuple):
    """A place that a level forbids, what is forbidden, and how to change it."""

    node: Node
    what: str
    remedy: str


def violations(root: Node, level: str) -> Iterator[Violation]:
    """Yields what a level forbids in the pods of a workload."""
    if pod_spec(root).at("os.name").value == "windows":
        return
    yield from _of_pod(root)
    for container in all_containers(root):
        yield from _of_container(container, root)
    if level == RESTRICTED:
        yield from _restricted_volumes(root)
        for container in all_containers(root):
            yield from _restricted(container, root)


def _of_pod(root: Node) -> Iterator[Violation]:
    spec = pod_spec(root)
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(field).boolean():
            yield Violation(spec.get(field), f"`{field}: true`", "remove it")
    for volume in spec.get("volumes").elements():
        if volume.get("hostPath"):
            yield Violation(volume.get("hostPath"), "a `hostPath` volume", "use a claim")
    for sysctl in spec.at("securityContext.sysctls").elements():
        name = sysctl.get("name")
        if name.string() and name.string().replace("/", ".") not in _SYSCTLS:
            yield Violation(name, f"the sysctl `{name.string()}`", "remove it")
    for key, node in pod_template(root).at("metadata.annotations").entries().items():
        if key.startswith("container.apparmor.security.beta.kubernetes.io/") and node.value == "unconfined":
            yield Violation(node, "an unconfined AppArmor profile", "use `runtime/default`")
    yield from _of_context(spec.get("securityContext"))


def _of_container(container: Node, root: Node) -> Iterator[Violation]:
    context = container.get("securityContext")
    if context.get("privileged").boolean():
        yield Violation(context.get("privileged"), "`privileged: true`", "remove it")
    for added in context.at("capabilities.add").elements():
        if added.string() not in _CAPABILITIES:
            yield Violation(added, f"the capability `{added.string()}`", "remove it")
    for port in container.get("ports").elements():
        if port.get("hostPort").integer(0):
            yield Violation(port.get("hostPort"), "a `hostPort`", "remove it")
    if context.get("procMount").string("Default") != "Default":
        yield Violation(context.get("procMount"), "this `procMount`", "remove it")
    yield from _of_context(context)


def _of_context(context: Node) -> Iterator[Violation]:
    for field in ("seccompProfile", "appArmorProfile"):
        profile = context.get(field).get("type")
        if profile.value == "Unconfined":
            yield Violation(profile, f"an unconfined `{field}`", "use `type: RuntimeDefault`")
    options = context.get("seLinuxOptions")
    if options.get("type").string() not in _SELINUX_TYPES:
        yield Violation(options.get("type"), "this SELinux type", "remove it")
    for field in ("user", "role"):
        if options.get(field).string():
            yield Violation(options.get(field), f"an SELinux {field}", "remove it")


def _restricted_volumes(root: Node) -> Iterator[Violation]:
    for volume in pod_spec(root).get("volumes").elements():
        for kind, node in volume.entries().items():
            if node and kind not in _VOLUMES and kind != "hostPath":
                yield Violation(node, f"a volume of type `{kind}`", "use a claim")


def _restricted(container: Node, root: Node) -> Iterator[Violation]:
    context, name = container.get("securityContext"), container.get("name").string()
    if context.get("allowPrivilegeEscalation").value is not False:
        yield _unset(
            container, "allowPrivilegeEscalation", f"`{name}` without `allowPrivilegeEscalation: false`"
        )
    if effective("runAsNonRoot", container, root).value is not True:
        yield _unset(container, "runAsNonRoot", f"`{name}` without `runAsNonRoot: true`")
    user = effective("runAsUser", container, root)
    if user and user.integer(-1) == 0:
        yield Violation(user, "`runAsUser: 0`", "set another user")
    profile = effective("seccompProfile", container, root).get("type")
    if profile.value not in ("RuntimeDefault", "Localhost", "Unconfined"):
        what = f"`{name}` without a `seccompProfile` of `type: RuntimeDefault`"
        yield _unset(container, "seccompProfile", what)
    dropped = [one.string() for one in context.at("capabilities.drop").elements()]
    if "ALL" not in dropped:
        yield _unset(container, "capabilities", f"`{name}` without `capabilities.drop: [ALL]`")
    for added in context.at("capabilities.add").elements():
        if added.string() in _CAPABILITIES - {"NET_BIND_SERVICE"}:
            yield Violation(added, f"the capability `{added.string()}`", "remove it")


def _unset(container: Node, field: str, what: str) -> Violation:
    context = container.get("securityContext")
    written = context.get(field)
    place = written if written else context if context else container.get("name")
    return Violation(place, what, "set " + what.rpartition("without ")[2].removeprefix("a "))
