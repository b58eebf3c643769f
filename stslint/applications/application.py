"""One container's application: the facts of its family, evaluated for this container."""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications import roles, settings
from stslint.applications.facts import (
    SINGLE,
    ClusterCheck,
    DataFolder,
    Memory,
    Misread,
    Port,
    Protocol,
    Recovery,
    Setting,
    SlowCommand,
    Upgrade,
    User,
)
from stslint.applications.family import Fact, Family, Selected, image_of, selected, version_of
from stslint.applications.settings import Found
from stslint.applications.versions import Version
from stslint.kubernetes.queries.commands import as_text
from stslint.kubernetes.queries.objects import image_name, image_tag
from stslint.kubernetes.queries.storage import is_below, mount_path, mounts
from stslint.model import Bundle, Node


class Application:
    """What a container runs. All places are nodes of its manifest, so that a rule can point at them.

    ``family`` and ``title`` name the application, ``image`` the publisher's image that it is taken for, and
    ``version`` its version (an empty tuple if the tag does not say it). ``published`` says that the image's
    name is the publisher's own: a copy under another name can behave differently.
    """

    def __init__(
        self, container: Node, family: Family, bundle: Bundle | None = None, tag: str | None = None
    ) -> None:
        name = image_name(container)
        match = image_of(family, name)
        self.container = container
        self._family, self._bundle, self._image = family, bundle, match.image
        self.family, self.title, self.image = family.name, family.title, str(match.image["id"])
        self.published = match.published
        self._tag = image_tag(container) if tag is None else tag
        self.version: Version = version_of(match.image, name.rpartition("/")[2], self._tag)

    def data_folders(self) -> list[DataFolder]:
        """Returns the folders that the application writes to, the main one first."""
        return list(self._data_folders())

    def data_folder(self) -> DataFolder | None:
        """Returns the folder that the application writes its data to, as variables and arguments have it."""
        if self._bundle is None:
            return _main_data_folder(None, self)
        return self._bundle.derived(_main_data_folder, self)

    def default_folders(self) -> frozenset[str]:
        """Returns the folders in which some version of the image keeps its data if nothing moves them."""
        return frozenset(fact["path"] for fact in self._of_image("data"))

    def usual_folders(self) -> frozenset[str]:
        """Returns the folders in which people keep the data of the image, whatever its version."""
        facts = self._of_image("data")
        written = [fact.get("path", "") for fact in facts]
        written += [fact.get("mount", "") for fact in facts if not fact.get("needs_setting")]
        written += [path for fact in self._of_image("usual") for path in fact["paths"]]
        return frozenset(path for path in written if path and "{" not in path)

    def image_volumes(self) -> tuple[str, ...]:
        """Returns the folders that the image declares as volumes, as far as the tag tells them."""
        facts = self._facts("volumes")
        return tuple(path for each in facts if each.certain for path in each.fact["paths"])

    def scratch_folders(self, *, needed: bool = False) -> tuple[str, ...]:
        """Returns the folders besides its data that the application writes to, all or those that it needs."""
        key = "needed" if needed else "paths"
        return tuple(path for each in self._facts("scratch") for path in each.fact.get(key, ()))

    def user(self) -> User | None:
        """Returns the user of the process."""
        for fact, certain in self._facts("users"):
            ids = fact["uid"], fact.get("gid", fact["uid"]), fact.get("starts_as_root", False)
            return User(*ids, certain, self._source(fact))
        return None

    def role(self) -> str:
        """Returns how the pods depend on each other in the mode that the manifest shows, one of ``ROLES``."""
        for fact, _ in self._facts("roles"):
            if roles.applies(fact, self.container, self._bundle):
                return str(fact["role"])
        return SINGLE

    def removes_members_itself(self) -> bool:
        """Returns whether a cluster forgets a member that is gone, without being asked."""
        return any(fact["automatic"] for fact, _ in self._facts("membership"))

    def identity_settings(self) -> list[Setting]:
        """Returns the settings of the container whose values must differ between the pods."""
        return list(self._settings("identity"))

    def peer_settings(self) -> list[Setting]:
        """Returns the settings of the container that say who its peers are."""
        return list(self._settings("peers"))

    def default_peer_setting(self, form: str) -> str:
        """Returns the value that a setting of one form has where it is missing, or an empty string."""
        if any(setting.form == form for setting in self.peer_settings()):
            return ""
        facts = (fact for fact, _ in self._facts("peers") if fact.get("form") == form)
        return next((str(fact["default"]) for fact in facts if "default" in fact), "")

    def protocols(self) -> list[Protocol]:
        """Returns how the members talk to each other, in all respects that are known of the image."""
        from stslint.applications.protocols import protocol  # only where a rule asks

        facts = (fact for fact, _ in self._facts("protocols"))
        return [protocol(fact, self.container, self._bundle, self._source(fact)) for fact in facts]

    def first_start_settings(self) -> list[Setting]:
        """Returns the settings of the container that are read only while the data folder is empty."""
        return list(self._settings("first_start"))

    def heap(self) -> list[Memory]:
        """Returns the heap and cache sizes that the container sets."""
        return [self._memory(fact, found) for fact, found in self._set("memory")]

    def ports(self, use: str = "") -> list[Port]:
        """Returns the ports that the application listens on by default, all or those of one use."""
        return [
            Port(fact["port"], fact["name"], fact["use"], self._source(fact))
            for fact, _ in self._facts("ports")
            if use in ("", fact["use"]) and roles.applies(fact, self.container, self._bundle)
        ]

    def misread(self, service: str) -> Misread | None:
        """Returns a variable of a Service's name that the image takes for a setting, or nothing."""
        from stslint.applications.service_links import misread_variable  # only where a rule asks

        for fact, _ in self._facts("service_links"):
            variable = misread_variable(service, fact["variables"])
            if variable:
                return Misread(variable, fact["effect"], fact["why"], self._source(fact))
        return None

    def slow_command(self, probe: Node) -> SlowCommand | None:
        """Returns the command of a probe that starts a runtime, or nothing."""
        for fact, _ in self._facts("slow_commands"):
            command = probe.at("exec.command")
            if fact["command"] in as_text(command):
                found = str(fact["command"]), str(fact["runtime"]), int(fact["seconds"])
                return SlowCommand(command, *found, self._source(fact))
        return None

    def asks_cluster(self, probe: Node) -> ClusterCheck | None:
        """Returns why a probe depends on the other members, or nothing."""
        facts = self._facts("cluster_checks")
        command = probe.at("exec.command")
        asked = command if command else probe.at("httpGet.path")
        text = as_text(asked) if facts else ""
        for fact, _ in facts if asked else ():
            if not roles.matches(fact["text"], text):
                continue
            if "unless" in fact and roles.matches(fact["unless"], text):
                return None
            return ClusterCheck(asked, fact.get("scope", ""), fact["why"], self._source(fact))
        return None

    def asks_itself(self, probe: Node) -> bool:
        """Returns whether a probe is known to be answered by the process alone."""
        text = as_text(probe.at("exec.command")) or as_text(probe.at("httpGet.path"))
        return any(roles.matches(fact["text"], text) for fact, _ in self._facts("own_checks"))

    def recovery(self) -> Recovery | None:
        """Returns how the application starts after a crash, if that can take minutes."""
        for fact, _ in self._facts("recovery"):
            if roles.applies(fact, self.container, self._bundle):
                return Recovery(fact["listens"], self._source(fact))
        return None

    def is_often_cache(self) -> bool:
        """Returns whether the application often holds only what can be computed again."""
        return any(fact["purpose"] == "cache" for fact, _ in self._facts("purpose"))

    def upgrade_to(self, new: Application) -> Upgrade:
        """Returns what the data of this version does to the start of another one."""
        if new.family != self.family:
            return Upgrade("unknown", "", "", False, "")
        from stslint.applications.upgrades import upgrade  # only where a rule asks

        return upgrade(self._family, self.image, self.version, new.image, new.version)

    def setting(self, *names: str) -> Found | None:
        """Returns where the container sets one of some settings, such as ``env:PGDATA`` or ``arg:-D``."""
        return next(settings.find(self.container, names, self._bundle), None)

    def facts(self, section: str) -> tuple[Selected, ...]:
        """Returns the facts of a section of the data file that apply to this image and version."""
        return self._facts(section)

    def source_of(self, fact: Fact) -> str:
        """Returns the address of the page that states a fact."""
        return self._source(fact)

    def holds(self, fact: Fact) -> bool:
        """Returns whether the conditions of a fact hold for this container."""
        return roles.applies(fact, self.container, self._bundle)

    def found(self, fact: Fact) -> Iterator[Found]:
        """Yields where the container has the settings of a fact."""
        return settings.find(self.container, fact.get("settings", ()), self._bundle)

    def _facts(self, section: str) -> tuple[Selected, ...]:
        return selected(self._family, section, self.image, self.version, self._tag)

    def _of_image(self, section: str) -> list[Fact]:
        """Returns the facts of a section that apply to some version of the image."""
        facts = self._family.content.get(section, ())
        return [fact for fact in facts if self.image in fact.get("images", (self.image,))]

    def _source(self, fact: Fact) -> str:
        return self._family.source_of(fact)

    def _set(self, section: str) -> Iterator[tuple[Fact, Found]]:
        for fact, _ in self._facts(section):
            for found in settings.find(self.container, fact["settings"], self._bundle):
                if found.text is None or (
                    found.text not in fact.get("unless", ()) and found.text in fact.get("only", (found.text,))
                ):
                    yield fact, found

    def _settings(self, section: str) -> Iterator[Setting]:
        for fact, found in self._set(section):
            first = section == "first_start" or fact.get("first_start", False)
            told = fact.get("form", ""), first, fact.get("why", ""), self._source(fact)
            yield Setting(found.setting, found.node, found.text, found.per_pod, *told)

    def _memory(self, fact: Fact, found: Found) -> Memory:
        from stslint.applications.memory import amount  # only where a rule asks

        size, part = amount(found.text, fact["form"]) if found.text is not None else (None, None)
        told = fact["what"], found.text or "", size, part, fact.get("most", 0), self._source(fact)
        return Memory(found.node, *told)

    def _data_folders(self) -> Iterator[DataFolder]:
        found = (self._data_folder(chosen) for chosen in self._facts("data"))
        return (folder for folder in found if folder.path != "")

    def _data_folder(self, chosen: Selected) -> DataFolder:
        fact, certain = chosen
        movers = fact.get("moved_by", ())
        moved = next(settings.find(self.container, movers, self._bundle), None)
        path, node = self._default_path(fact), self.container.get("image")
        if moved is not None:
            text = moved.text if moved.text is None or "{" not in moved.text else None
            path, node = text and text.rstrip("/") + fact.get("below", ""), moved.node
        elif any(self._is_mounted_in(each) for each in fact.get("configured_in", ())):
            path = None
        told = fact.get("what", "data"), moved is not None, fact.get("mount", fact["path"])
        sure, setting = certain or moved is not None, next(iter(movers), "").partition(":")[2]
        return DataFolder(path, node, *told, fact.get("at_top", ""), setting, sure, self._source(fact))

    def _is_mounted_in(self, folder: str) -> bool:
        """Returns whether a volume is mounted at or below a folder of files that can move a data folder."""
        return any(is_below(mount_path(one), folder) for one in mounts(self.container))

    def _default_path(self, fact: Fact) -> str | None:
        path = str(fact["path"])
        if "{major}" not in path:
            return path
        return path.replace("{major}", str(self.version[0])) if self.version else None


def _main_data_folder(_: Bundle | None, known: Application) -> DataFolder | None:
    return next(known._data_folders(), None)
