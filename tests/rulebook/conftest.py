"""Packs written to a temporary folder, and what loading them says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy, copytree
from textwrap import dedent

import pytest

from audit.errors import AuditError
from audit.rulebook import shipped
from audit.rulebook.load import RuleSettings, load

Write = Callable[..., Path]
Faults = Callable[..., list[AuditError]]
Wishes = Callable[..., dict[str, str]]

GOOD = """
name: vague-wish
code: T001
title: 空泛的愿望
severity: warning
basis:
  - practice: 愿望不能考核
check:
  kind: words
  in: [年度指标值]
  lists: [wishes]
message: “{三级指标}”的指标值是“{text}”。
advice: 请写明数值。
examples:
  - bad: {indicators: [{name: 群众安全感, annual_target: 但愿}]}
    finds: [{field: annual_target, text: 但愿}]
  - good: {indicators: [{name: 群众安全感, annual_target: ≥90%}]}
"""
WORDS = """
name: wishes
title: 愿望词
entries: [但愿, 希望]
"""


@pytest.fixture(scope="module")
def small_pack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In place of the pack that ships one without rules: these are tested elsewhere."""
    ours = shipped.folder()
    small = tmp_path_factory.mktemp("shipped")
    for name in ("pack.yaml", "categories", "profiles/default.yaml"):
        (small / name).parent.mkdir(exist_ok=True)
        if (ours / name).is_dir():
            copytree(ours / name, small / name)
        else:
            copy(ours / name, small / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "folder", lambda: small)
        patch.setenv("AUDIT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("AUDIT_NO_CACHE", raising=False)
        yield


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files of a pack (name → text or bytes) and gives its folder."""

    def write(files: dict[str, str | bytes], pack: str = "gd") -> Path:
        folder = tmp_path / pack
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = dedent(text).lstrip("\n").encode() if isinstance(text, str) else text
            path.write_bytes(data)
        return folder

    return write


@pytest.fixture
def faults(write: Write) -> Faults:
    """What is wrong with a pack of these files."""

    def faults(
        files: dict[str, str | bytes],
        *more: Path,
        settings: RuleSettings | None = None,
        profile: str = "default",
    ) -> list[AuditError]:
        try:
            load([write(files), *more], profile, settings or RuleSettings())
        except ExceptionGroup as group:
            return [error for error in group.exceptions if isinstance(error, AuditError)]
        return []

    return faults


@pytest.fixture
def wishes() -> Wishes:
    """The files of a pack with one rule and one list; texts in the rule changed, each once."""

    def wishes(*pairs: tuple[str, str], words: str = WORDS) -> dict[str, str]:
        text = GOOD
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        return {"wish.yaml": text, "words/wishes.yaml": words}

    return wishes
