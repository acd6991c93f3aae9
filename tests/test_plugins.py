"""Plugins: what is installed, asked once; a broken one is a clear error with its name."""

import os
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pluggy
import pytest

from audit import cache, plugin_scan, plugins
from audit.errors import PluginError
from audit.plugins import Check, Layout, Registry, Reporter, RulePack


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("AUDIT_NO_CACHE", raising=False)
    monkeypatch.setattr(cache, "_disabled", False)
    monkeypatch.setattr(plugins, "_third_party", True)
    plugins.registry.cache_clear()
    yield
    plugins.registry.cache_clear()


class Installer:
    """Pretends that packages with an entry point are installed."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.points: list[metadata.EntryPoint] = []
        folder.mkdir()
        monkeypatch.syspath_prepend(str(folder))
        monkeypatch.setattr(metadata, "entry_points", lambda **_: list(self.points))

    def add(self, name: str, source: str) -> Path:
        path = self.folder / f"{name}.py"
        path.write_text(
            "from audit.plugins import *\nfrom audit.plugins import hookimpl\n" + source
        )
        self.points.append(metadata.EntryPoint(name, name, "audit"))
        sys.modules.pop(name, None)
        return path


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installer:
    return Installer(tmp_path / "packages", monkeypatch)


READER = """
@hookimpl
def audit_readers():
    return [Reader("{name}", (".{name}",), (b"\\x00{name}",), "json:loads")]
"""


def test_kinds_are_found_by_walking_their_folder() -> None:
    registry = plugins.registry()

    assert {"words", "measurable", "sequence", "total"} <= set(registry.kinds)
    assert "kind" not in registry.kinds
    for name in registry.kinds:
        assert name == registry.kind(name).NAME


def test_every_built_in_specification_can_be_imported() -> None:
    registry = plugins.registry()

    for reader in registry.readers:
        assert callable(registry.read_function(reader))
        if reader.writes:
            assert callable(registry.write_function(reader))
    for layout in registry.layouts:
        assert registry.layout_module(layout)
    for reporter in registry.reporters:
        assert registry.reporter_module(reporter)


def test_plugins_come_after_what_ships_in_order_of_their_names(installed: Installer) -> None:
    installed.add("zebra_plugin", READER.format(name="zebra"))
    installed.add("apple_plugin", READER.format(name="apple"))

    names = [reader.name for reader in plugins.registry().readers]

    assert names[0] == "markdown"
    assert names[-2:] == ["apple", "zebra"]
    assert plugins.registry().readers[-1].magic == (b"\x00zebra",)


def test_no_plugins_leaves_third_parties_out(installed: Installer) -> None:
    installed.add("apple_plugin", "raise RuntimeError('not even imported')")

    plugins.leave_out_others()

    assert plugins.others_left_out()
    assert plugins.registry().reader("markdown")
    assert plugins.registry().reader("apple") is None


def test_all_hooks(installed: Installer, tmp_path: Path) -> None:
    installed.add(
        "apple_plugin",
        f"""
class Plugin:
    @hookimpl
    def audit_layouts(self):
        return [Layout("apple", "apple.layout")]
    @hookimpl
    def audit_checks(self):
        return (Check("apple", "apple.check"),)
    @hookimpl
    def audit_reporters(self):
        yield Reporter("apple", (".apple",), "apple.report")
    @hookimpl
    def audit_rule_packs(self):
        return [RulePack("apple", {str(tmp_path)!r})]
plugin = Plugin()
""",
    )
    installed.points[0] = metadata.EntryPoint("apple", "apple_plugin:plugin", "audit")

    registry = plugins.registry()

    assert registry.layouts[-1] == Layout("apple", "apple.layout")
    assert registry.checks[-1] == Check("apple", "apple.check")
    assert registry.reporter("apple") == Reporter("apple", (".apple",), "apple.report")
    assert registry.rule_packs == (RulePack("apple", str(tmp_path)),)


@pytest.mark.parametrize(
    ("source", "key", "says"),
    [
        pytest.param("import not_there", "plugin-import", "No module named", id="import fails"),
        pytest.param("1 / 0", "plugin-import", "ZeroDivisionError", id="import raises"),
        pytest.param("def broken(:", "plugin-import", "SyntaxError", id="syntax"),
        pytest.param(
            "@hookimpl\ndef audit_readers():\n    return 1 / 0", "plugin-hook", "ZeroDivision",
            id="a hook raises",
        ),
        pytest.param(
            "@hookimpl\ndef audit_readers():\n    return ['markdown']", "plugin-hook",
            "str, not Reader", id="no specification",
        ),
        pytest.param(
            "@hookimpl\ndef audit_readers():\n    return [Reader('a', '.a', (), 'a:b')]",
            "plugin-hook", "Reader.suffixes", id="a text where several are meant",
        ),
        pytest.param(
            "@hookimpl\ndef audit_readers():\n    return [Reader('a', ('a',), (), 'a:b')]",
            "plugin-hook", "suffixes: a", id="a suffix without its dot",
        ),
        pytest.param(
            "@hookimpl\ndef audit_readers():\n    return [Reader('a', ('.a',), (), 'a.b')]",
            "plugin-hook", "Reader.load: a.b", id="no function named",
        ),
        pytest.param(
            "@hookimpl\ndef audit_layouts():\n    return [Layout('', 'a')]", "plugin-hook",
            "Layout.name", id="no name",
        ),
        pytest.param(
            "@hookimpl\ndef audit_rule_packs():\n    return [RulePack('a', '/not/there')]",
            "plugin-hook", "/not/there", id="no such folder",
        ),
        pytest.param(
            "@hookimpl\ndef audit_reader():\n    return []", "plugin-hook", "audit_reader",
            id="no such hook",
        ),
        pytest.param(
            READER.format(name="markdown"), "plugin-double", "markdown", id="a name that is taken"
        ),
    ],
)  # fmt: skip
def test_a_broken_plugin_has_a_name(source: str, key: str, says: str, installed: Installer) -> None:
    installed.add("broken_plugin", source)

    with pytest.raises(PluginError) as caught:
        plugins.registry()

    assert caught.value.key == key
    assert "broken_plugin" in str(caught.value.values["plugin"])
    assert says in str(caught.value.values)


def test_the_scan_is_cached(installed: Installer, monkeypatch: pytest.MonkeyPatch) -> None:
    installed.add("apple_plugin", READER.format(name="apple"))
    before = plugins.registry()
    plugins.registry.cache_clear()
    monkeypatch.setattr(plugin_scan, "scan", lambda **_: pytest.fail("asked again"))

    after = plugins.registry()

    assert [after.readers, after.checks] == [before.readers, before.checks]


def test_a_plugin_that_changes_in_place_is_asked_again(installed: Installer) -> None:
    path = installed.add("apple_plugin", READER.format(name="apple"))
    plugins.registry()
    plugins.registry.cache_clear()
    installed.points.clear()
    installed.add("apple_plugin", READER.format(name="pear"))
    state = path.stat()

    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 10**9))

    assert plugins.registry().reader("pear")
    assert plugins.registry().reader("apple") is None


def registry_of(*checks: Check) -> Registry:
    return Registry((), (), checks, (), (), {check.load: "mine 1.0" for check in checks})


@pytest.mark.parametrize(
    ("load", "key"),
    [
        pytest.param("not_there.at_all", "plugin-import", id="no such module"),
        pytest.param("json", "plugin-lacks", id="not a kind of check"),
    ],
)
def test_what_cannot_be_used_is_told_when_it_is_used(load: str, key: str) -> None:
    registry = registry_of(Check("mine", load))

    with pytest.raises(PluginError) as caught:
        registry.kind("mine")

    assert (caught.value.key, caught.value.values["plugin"]) == (key, "mine 1.0")


@pytest.mark.parametrize("load", ["not_there.at_all", "json"])
def test_what_ships_and_cannot_be_used_is_a_damaged_installation(load: str) -> None:
    registry = Registry((), (), (Check("mine", load),), (), (), {load: plugins.OURS})

    with pytest.raises(PluginError) as caught:
        registry.kind("mine")

    assert caught.value.key == "installation-damaged"


def test_an_unknown_kind_is_none() -> None:
    assert registry_of().kind("mine") is None


def test_hookimpl_is_pluggys() -> None:
    assert isinstance(plugins.hookimpl, pluggy.HookimplMarker)
    assert plugins.hookimpl.project_name == "audit"
    with pytest.raises(AttributeError):
        plugins.nothing  # noqa: B018 -- what is tested is that it raises
