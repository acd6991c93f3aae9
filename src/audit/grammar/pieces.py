"""The one pattern that a target is read with: its pieces, each of a kind.

The first piece that matches at a place wins, so the order is part of the language: a date
goes before a number, and a base (较2022年) before a date. Each piece is bounded, so that
a text is read in linear time.
"""

import re

from audit.grammar import changes, comparators, dates, frequencies, grades, numbers
from audit.grammar.flat import HAN

_APPROXIMATELY = r"(?:大约|约为?|接近|近|大概|预计)(?=[0-9一二两三四五六七八九十])"
_NUMBER = rf"(?:(?<![\w%)])-)?[¥￥]?(?:{numbers.DIGITS})"

_PIECES: tuple[tuple[str, str], ...] = (
    # A hint that was never filled in is left as words: no number, nothing read.
    ("hole", r"\*+|[xX×]{2,}%?|_+%?|…+|\.{3,}|○{2,}"),
    ("title", grades.TITLE),
    ("code", grades.CODE),
    ("item", rf"(?:(?<=[;。,])|^)(?:(?:指标|目标|任务)[0-9]{{1,2}}[:.、]|[0-9]{{1,2}}[.、)](?=(?:{HAN}|[《“\"]))|\([0-9]{{1,2}}\)(?={HAN}))"),
    ("word", r"(?<![0-9.])(?:[34]D|[248][Kk]|(?:1080|720)[Pp]|[1-5]A)(?![A-Za-z0-9级])"),
    ("word", r"[2-6]G(?=[网基信通专应智无移覆卡流])"),
    ("word", r"第[0-9一二三四五六七八九十百]{1,4}(?=方|批|期|轮|次|届|个|年(?!度)|阶段|版)|十[一二三四五]五|[一二三四五六七八九]期工程"),
    ("base", changes.BASE),
    ("frequency", frequencies.FREQUENCY),
    ("per", frequencies.PER),
    ("standard", grades.STANDARD),
    ("assay", grades.ASSAY),
    ("verb", changes.PATTERN),
    ("sign", comparators.PATTERN),
    ("about", _APPROXIMATELY),
    ("zero", numbers.ZERO),
    ("none", numbers.NONE),
    ("clock", r"(?<![0-9:.])(?:[01]?[0-9]|2[0-4])点(?:半|[0-9]{1,2}分?)?(?:之?前|以前|(?=-|~|至|到))"),
    ("clock", r"(?<=[-~至到])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9:])"),
    ("clock", r"(?<![0-9:])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9:])(?=[-~至到前]|之前|以前)"),
    ("date", dates.PATTERN),
    ("grade", grades.GRADE),
    ("parts", numbers.PARTS),
    ("tenths", numbers.TENTHS),
    ("ratio", rf"(?<![0-9:.]){numbers.RATIO}"),
    ("fraction", rf"(?<![0-9./A-Za-z]){numbers.FRACTION}"),
    ("spread", rf"(?:±|正负){numbers.DIGITS}"),
    ("number", _NUMBER),
    ("chinese", numbers.CHINESE + r"|半(?=年|个?月|天|小时)"),
    ("tail", comparators.FAR_TAIL),
    ("word", r"[A-Za-z][A-Za-z0-9]*(?:[.-][0-9]+)*"),
    ("stop", r"[;。,!?]"),
    ("mark", r"[\s:、.\"'“”‘’()\[\]【】{}|·/\\~《》±+-]"),
)  # fmt: skip
ANY = re.compile("|".join(f"(?P<{name}{at}>{piece})" for at, (name, piece) in enumerate(_PIECES)))
KINDS = {f"{name}{at}": name for at, (name, _) in enumerate(_PIECES)}
MARKS = frozenset({"stop", "mark", "item"})
"""Kinds that say nothing themselves and part what stands around them."""
