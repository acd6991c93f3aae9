"""Needles: whatever a pattern matches has one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rulebook.load import NO_PROFILE, load
from audit.rulebook.needles import needles
from audit.rulebook.patterns import compiled


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("增肌", {"增肌"}, id="a word"),
        pytest.param("[某×]月", {"月"}, id="the rarer part"),
        pytest.param("甲|乙丙", {"甲", "乙丙"}, id="one of several"),
        pytest.param("(?P<hit>甲)乙+丙", {"甲乙"}, id="over a group, into a repeat"),
        pytest.param("[*＊]{2,}", {"**", "*＊", "＊*", "＊＊"}, id="pairs"),
        pytest.param("甲乙{2,}丙", {"甲乙乙"}, id="as many copies as there have to be"),
        pytest.param("甲{9}", {"甲甲甲"}, id="though not all of them"),
        pytest.param("(?:甲乙)?丙", {"丙"}, id="what may be absent is not needed"),
        pytest.param("\\x{589E}肌", {"增肌"}, id="by code"),
        pytest.param("\\p{Han}+月", {"月"}, id="beside a class of Unicode"),
        pytest.param("[\\p{Han}x]", None, id="a class of Unicode tells nothing"),
        pytest.param("[^甲]", None, id="nor what is left out"),
        pytest.param("甲|.", None, id="nor anything at all"),
        pytest.param("(?i)abc", None, id="nor letters in both cases"),
        pytest.param("(?i:abc)", None, id="within a group, too"),
        pytest.param("甲*", None, id="nor what may be absent"),
        pytest.param("\\Q甲\\E", None, id="what Python does not read"),
    ],
)
def test_needles(pattern: str, expected: set[str] | None) -> None:
    found = needles(pattern)

    assert (None if found is None else set(found)) == expected


def _patterns() -> list[str]:
    rules = load(profile=NO_PROFILE).rules
    checks = [check for rule in rules for check in rule.checks if check.kind == "pattern"]
    return sorted({one for check in checks for one in check.options["patterns"]})


PATTERNS = _patterns()
_CHARACTERS = sorted({char for one in PATTERNS for char in one} | set("年月日号指标，。1Ｘ"))


@given(
    st.sampled_from(PATTERNS),
    st.lists(st.sampled_from(_CHARACTERS), max_size=12).map("".join),
    st.data(),
)
def test_no_match_without_a_needle(pattern: str, text: str, data: st.DataObject) -> None:
    found = needles(pattern)
    if found is None:
        return
    # Pieces of the pattern itself make matches likely.
    at = data.draw(st.integers(0, len(pattern)))
    text += pattern[at : at + 8].replace("\\", "")

    if compiled(pattern).search(text) is not None:
        assert any(needle in text for needle in found)
