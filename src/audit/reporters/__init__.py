"""Report formats, one module each: `report(run, out)`, from a run to a stream.

Reporters neither sort, filter, judge nor decide the exit code; they get these done. Three
names a module may have beside `report`: `BINARY = True` where it writes bytes,
`FOR_PEOPLE = True` where standard output keeps the terminal's own encoding (the others are
UTF-8 with plain line ends wherever they go), and `OVERVIEW = True` where it sums up all
findings by itself and draws only as many places as `limit_per_rule` says.

`Run.options` of a reporter: `show_all`, `color`, `width`, `statistics`, `verbose`, `quiet`,
`limit_per_rule`, `min_severity`.
"""

from audit.plugins import Reporter

REPORTERS: tuple[Reporter, ...] = (
    Reporter("text", (".txt",), "audit.reporters.text"),
    Reporter("rich", (), "audit.reporters.rich"),
    Reporter("json", (".json",), "audit.reporters.json"),
    Reporter("jsonl", (".jsonl", ".ndjson"), "audit.reporters.jsonl"),
    Reporter("svg", (".svg",), "audit.reporters.svg"),
)
