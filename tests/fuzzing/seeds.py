"""Small, sound files of every format, from which damaged ones are made."""

import io
import json
import quopri
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from audit.commands.records import flat, reading, tree
from audit.pipeline import lay_out, read
from audit.plugins import Source
from generator.facts import Facts, Measure, Plan
from generator.formats import FORMATS, Look
from generator.layouts import LAYOUTS

_NAMES = ("inline", "form", "wide", "several", "list")
"""The layouts that are written: those that differ most as tables."""


class Seed(NamedTuple):
    name: str
    """Of the file; its suffix tells the reader."""
    data: bytes


def _measure(level1: str, level2: str, name: str, target: str) -> Measure:
    return Measure(
        level1, level2, name, "≥", target, "人次", target, "", "10", "", "计划标准",
        "反映工作完成情况", "正向指标", "",
    )  # fmt: skip


_MEASURES = (
    _measure("产出指标", "数量指标", "培训人次", "200"),
    _measure("效益指标", "社会效益指标", "ＰＭ2.5平均浓度", "5"),
)
_FACTS = Facts(
    "2026",
    "清河县教育局",
    "万元",
    tuple(
        Plan(name, "1.00", "", "0.50", "组织培训，改善条件。", "完成。", "1.00", "95%", _MEASURES)
        for name in ("业务培训", "校舍维修")
    ),
)


@cache
def seeds(reader: str) -> Sequence[Seed]:
    """Those of a reader."""
    if reader in _MADE:
        return _MADE[reader]()
    found = []
    for layout in _NAMES:
        said = LAYOUTS[layout].suited(_FACTS)
        for how, (name, write) in FORMATS.items():
            if how.partition("-")[0] == reader:
                for merge in (True, False):
                    look = Look(merge=merge, page=(842, 300))
                    found.append(Seed(name, write(LAYOUTS[layout].write(said), look)))
    return found


def _records() -> Sequence[Seed]:
    (source, *_) = seeds("html")
    one = reading.Read("a.html", filings=lay_out(read(Source(*source))).filings)
    whole, lines = io.StringIO(), io.StringIO()
    tree.write([tree.make(one, lang="zh", places=True)], whole)
    flat.write_lines([flat.make(one, places=False)], lines)
    escaped = json.dumps(json.loads(whole.getvalue()))
    return [
        Seed("a.json", whole.getvalue().encode()),
        Seed("a.json", escaped.encode()),
        Seed("a.jsonl", lines.getvalue().encode()),
    ]


def _mhtml() -> Sequence[Seed]:
    (page, *_) = seeds("html")
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="cut"\n\n'
    part = b"--cut\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"  # fmt: skip
    return [Seed("a.mht", head + part + quopri.encodestring(page.data) + b"\n--cut--\n")]


def _zip() -> Sequence[Seed]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for reader in ("markdown", "html", "csv", "xlsx"):
            (seed, *_) = seeds(reader)
            archive.writestr(f"目录/{seed.name}", seed.data)
    return [Seed("a.zip", out.getvalue())]


_MADE: Mapping[str, Callable[[], Sequence[Seed]]] = {"mhtml": _mhtml, "zip": _zip, "json": _records}
READERS = ("markdown", "html", "mhtml", "csv", "json", "docx", "xlsx", "pdf", "zip")
