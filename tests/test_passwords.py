"""Encrypted files: which password opens them, what is said where none does, and where it stays."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import audit
from audit.errors import ReadError
from audit.messages import error_text
from audit.pipeline import Options, read, unlocking
from audit.plugins import Source
from rendering import FORMATS, Sheet

SECRET = "预算Secret-２０２６"  # noqa: S105 -- of the files made here
SHEET = Sheet(
    ["部门名称：某县水利局"],
    [
        ["项目名称", "总计", "财政拨款", "专户资金", "其他资金", "绩效目标", "绩效指标"],
        ["云河九渠清淤", "1.00", "1.00", "", "", "清淤12公里。",
         "1、1-产出指标,11-数量指标,清淤长度；实施周期指标值:提高,年度指标值:提高；"],
    ],
)  # fmt: skip


def office(name: str, password: str = SECRET) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(FORMATS[name](SHEET))).encrypt(password, out)
    return out.getvalue()


def pdf(user: str, owner: str = "owner") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, owner, strength=128))
    canvas.drawString(100, 100, "hello")
    canvas.save()
    return out.getvalue()


FILES = {
    "a.pdf": lambda: pdf("user-2026"),
    "a.docx": lambda: office("a.docx"),
    "a.xlsx": lambda: office("a.xlsx"),
}
RIGHT = {"a.pdf": "user-2026", "a.docx": SECRET, "a.xlsx": SECRET}


@pytest.mark.parametrize("engine", ["auto", "pdfplumber"])
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("passwords", "key"),
    [
        pytest.param([], "password", id="none"),
        pytest.param(["wrong", "错的"], "password-wrong", id="wrong ones"),
    ],
)
def test_what_is_told(name: str, engine: str, passwords: Sequence[str], key: str) -> None:
    options = Options(reading={"pdf_engine": engine}, passwords=tuple(passwords))
    with pytest.raises(ReadError) as raised:
        read(Source(name, FILES[name]()), options)

    assert raised.value.key == ("pdf-" if name == "a.pdf" else "office-") + key
    for lang in ("zh", "en"):
        told = error_text(raised.value, lang)
        assert not [one for one in passwords if one in told]
        assert ("--password" in told) == (not passwords)


@pytest.mark.parametrize("engine", ["auto", "pdfplumber"])
@pytest.mark.parametrize("name", FILES)
def test_the_right_one_of_several_opens_it(name: str, engine: str) -> None:
    options = Options(reading={"pdf_engine": engine}, passwords=("wrong", RIGHT[name]))

    found = read(Source(name, FILES[name]()), options)

    assert next(found.cells()).text in {"hello", "部门名称：某县水利局"}


def test_a_pdf_with_the_password_of_its_owner_only_needs_none() -> None:
    found = read(Source("a.pdf", pdf("")))

    assert [cell.text for cell in found.cells()] == ["hello"]


def test_a_workbook_protected_against_changes_needs_none() -> None:
    """Excel encrypts it with a password that everybody has."""
    found = read(Source("a.xlsx", office("a.xlsx", "VelvetSweatshop")))

    assert next(found.cells()).text == "部门名称：某县水利局"


def test_the_library_takes_passwords() -> None:
    data = office("a.docx")

    assert audit.check(data, name="a.docx", passwords=[SECRET]).findings
    assert audit.read(data, name="a.docx", passwords=[SECRET])


def test_without_the_extra_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)

    with pytest.raises(ReadError) as raised:
        unlocking.unlocked(Source("a.docx", office("a.docx")), [SECRET])

    assert raised.value.key == "office-password-extra"
    assert 'pip install "jixiao-audit[password]"' in error_text(raised.value, "zh")


@pytest.mark.parametrize("at", [600, 1200, 3000])
def test_damaged_containers_are_told_as_damaged(at: int) -> None:
    data = office("a.docx")

    with pytest.raises(ReadError, match=r"office-(damaged|password-wrong)"):
        read(Source("a.docx", data[:at] + bytes(400) + data[at + 400 :]), Options(passwords=("a",)))


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("AUDIT_PASSWORD", raising=False)
    (tmp_path / "a.docx").write_bytes(office("a.docx"))

    def ran(*argv: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "audit", *argv, "--lang", "zh"]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    return ran


@pytest.mark.parametrize("by_environment", [False, True])
def test_commands_take_it_and_it_is_written_nowhere(
    run: Run, by_environment: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [] if by_environment else ["--password", "other", "--password", SECRET]
    if by_environment:
        monkeypatch.setenv("AUDIT_PASSWORD", SECRET)

    checked = run("check", "a.docx", "-f", "json", "--cache-dir", "cache", *given)
    records = run("records", "a.docx", *given)

    findings = json.loads(checked.stdout)["findings"]
    assert {one["text"] for one in findings} >= {"提高"}
    assert json.loads(records.stdout)["filings"][0]["projects"][0]["name"] == "云河九渠清淤"
    assert SECRET not in checked.stdout + checked.stderr + records.stdout + records.stderr
    # Neither it, nor what it protects.
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for hidden in (SECRET, "云河九渠清淤"):
        forms = (hidden.encode(), json.dumps(hidden)[1:-1].encode())
        assert not [data for data in kept if any(form in data for form in forms)]


def test_settings_take_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "audit.yaml").write_text(f"password: {SECRET}\n", "utf-8")

    ran = run("check", "a.docx")

    assert ran.returncode == 2
    assert "password" in ran.stderr
