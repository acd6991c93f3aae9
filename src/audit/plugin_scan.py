"""Asks all plugins through pluggy what they offer. Runs only where the cache has no answer.

The built-in families are one more plugin: their lists stand in the `__init__.py` of
readers/, layouts/ and reporters/, and kinds of check are found by walking checks/.
"""

import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pluggy

from audit import layouts, readers, reporters
from audit.errors import PluginError
from audit.plugins import (
    HOOKS,
    OURS,
    Check,
    Layout,
    Reader,
    Reporter,
    RulePack,
    Specification,
    states_of,
)

_hookspec = pluggy.HookspecMarker(OURS)
_hookimpl = pluggy.HookimplMarker(OURS)
# Reading a kind's name off its source spares importing all of them, and what they import.
_NAME = re.compile(r'^NAME(?:: \w+)? = "([^"]+)"$', re.MULTILINE)


class Hooks:
    """What a plugin may implement, each hook or none."""

    @_hookspec
    def audit_readers(self) -> list[Reader]:
        """Formats."""
        raise NotImplementedError

    @_hookspec
    def audit_layouts(self) -> list[Layout]:
        """Ways in which a filing is laid out."""
        raise NotImplementedError

    @_hookspec
    def audit_checks(self) -> list[Check]:
        """Kinds of check."""
        raise NotImplementedError

    @_hookspec
    def audit_reporters(self) -> list[Reporter]:
        """Report formats."""
        raise NotImplementedError

    @_hookspec
    def audit_rule_packs(self) -> list[RulePack]:
        """Folders of rules."""
        raise NotImplementedError


class BuiltIn:
    """What ships, through the same hooks."""

    @_hookimpl
    def audit_readers(self) -> list[Reader]:
        return list(readers.READERS)

    @_hookimpl
    def audit_layouts(self) -> list[Layout]:
        return list(layouts.LAYOUTS)

    @_hookimpl
    def audit_checks(self) -> list[Check]:
        folder = Path(__file__).parent / "checks"
        named = ((path.stem, _NAME.search(path.read_text("utf-8"))) for path in folder.glob("*.py"))
        return [Check(name[1], f"audit.checks.{stem}") for stem, name in sorted(named) if name]

    @_hookimpl
    def audit_reporters(self) -> list[Reporter]:
        return list(reporters.REPORTERS)


def scan(*, third_party: bool) -> dict[str, Any]:
    """As JSON: the plugins' files with their times, and for each hook what each plugin offers.

    Raises PluginError where a plugin fails to import or breaks its contract.
    """
    manager = pluggy.PluginManager(OURS)
    manager.add_hookspecs(Hooks)
    manager.register(BuiltIn(), OURS)
    files = list(_register_entry_points(manager)) if third_party else []
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        plugin = manager.get_name(error.plugin) or ""
        raise PluginError("plugin-hook", plugin=plugin, hook="", why=str(error)) from error
    hooks = {hook: list(_asked(manager, hook)) for hook in HOOKS}
    return {"files": states_of(files), "hooks": hooks}


def _register_entry_points(manager: pluggy.PluginManager) -> Iterator[str]:
    """Imports and registers each, in order of their names; gives the files they stand in."""
    for point in sorted(metadata.entry_points(group=OURS), key=lambda point: point.name):
        plugin = (
            f"{point.name} ({point.dist.name} {point.dist.version})" if point.dist else point.name
        )
        try:
            offered = point.load()
            manager.register(offered, plugin)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            raise PluginError("plugin-import", plugin=plugin, load=point.value, why=why) from error
        name = getattr(offered, "__module__", None) or getattr(offered, "__name__", None)
        if file := getattr(sys.modules.get(str(name)), "__file__", None):
            yield str(file)


def _asked(manager: pluggy.PluginManager, hook: str) -> Iterator[tuple[str, list[Any]]]:
    """The plugins are asked one by one, ours first, so that a fault has a name."""
    owners: dict[str, str] = {}
    plugins = [(name, one) for name, one in manager.list_name_plugin() if one is not None]
    for name, plugin in sorted(plugins, key=lambda pair: (pair[0] != OURS, pair[0])):
        if not any(caller.name == hook for caller in manager.get_hookcallers(plugin) or ()):
            continue
        caller = manager.subset_hook_caller(hook, [one for _, one in plugins if one is not plugin])
        try:
            offered = [one for answer in caller() for one in answer]
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            raise PluginError("plugin-hook", plugin=name, hook=hook, why=why) from error
        for one in offered:
            if why := _fault(one, HOOKS[hook]):
                raise PluginError("plugin-hook", plugin=name, hook=hook, why=why)
            if first := owners.get(one.name):
                raise PluginError(
                    "plugin-double", plugin=name, first=first, hook=hook, name=one.name
                )
            owners[one.name] = name
            yield name, _as_json(one)


def _fault(one: Any, wanted: type[Specification]) -> str:
    """What is wrong with what a hook gave, "" where nothing is."""
    if not isinstance(one, wanted):
        return f"{type(one).__name__}, not {wanted.__name__}"
    texts = [name for name, hint in wanted.__annotations__.items() if hint is str]
    for name, part in one._asdict().items():
        if not isinstance(part, str if name in texts else tuple):
            return f"{wanted.__name__}.{name}"
    if not one.name:
        return f"{wanted.__name__}.name"
    if isinstance(one, RulePack):
        return "" if Path(one.folder).is_dir() else f"RulePack.folder: {one.folder}"
    if isinstance(one, Reader) != (":" in one.load):
        return f"{wanted.__name__}.load: {one.load}"
    suffixes = one.suffixes if isinstance(one, Reader | Reporter) else ()
    bad = [suffix for suffix in suffixes if not suffix.startswith(".") or suffix != suffix.lower()]
    return f"{wanted.__name__}.suffixes: {bad[0]}" if bad else ""


def _as_json(one: Specification) -> list[Any]:
    parts: list[Any] = [list(part) if isinstance(part, tuple) else part for part in one]
    if isinstance(one, Reader):
        parts[2] = [data.decode("latin-1") for data in one.magic]
    return parts
