"""Places in words: `41:312`, `第3页表1行5`, `表二!C5`, `第7段`."""

from audit.document import Place

_PARTS = {
    # What stands for page, table, row and column, in the order in which people look.
    "zh": {"page": "第{}页", "table": "表{}", "row": "行{}", "table_column": "列{}"},
    "en": {"page": "p{}", "table": "t{}", "row": "r{}", "table_column": "c{}"},
}
_PARAGRAPH = {"zh": "第{}段", "en": "para{}"}


def short(place: Place, lang: str) -> str:
    """What stands between the path and the message of one line; "" for a whole file."""
    if place.line is not None and not place.by_paragraph:
        return f"{place.line}:{place.column or 1}"
    if place.sheet is not None:
        return f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    if place.cell is not None:
        return place.cell
    if place.by_paragraph and place.table is None:
        return "" if place.line is None else _PARAGRAPH[lang].format(place.line)
    parts = {
        key: form.format(value)
        for key, form in _PARTS[lang].items()
        if (value := getattr(place, key)) is not None
    }
    page = parts.pop("page", "")
    within = "".join(parts.values())
    return f"{page}:{within}" if lang == "en" and page and within else page + within


def told(place: Place, lang: str) -> str:
    """For a sentence: `第41行第312列`."""
    if place.line is None or place.by_paragraph:
        return short(place, lang)
    if lang == "en":
        column = f", column {place.column}" if place.column else ""
        return f"line {place.line}{column}"
    return f"第{place.line}行" + (f"第{place.column}列" if place.column else "")
