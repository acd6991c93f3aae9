"""Which layout takes which blocks of a document: the surest claim on a block wins."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from audit import account, plugins
from audit.document import Block, Document, Table
from audit.filing import Field, Filing
from audit.plugins import Claim, LayoutModule
from audit.report import Unclaimed

_FIRST_WORDS = 40


class LaidOut(NamedTuple):
    filings: tuple[Filing, ...]
    """In document order, numbered from 0, each with what was left unread in its blocks."""
    unclaimed: tuple[Unclaimed, ...]


def lay_out(document: Document) -> LaidOut:
    """All filings that any layout finds in a document, and the blocks that are in none."""
    claimed: set[int] = set()
    found: list[tuple[int, Filing]] = []
    for wanted, layout in _by_sureness(document):
        claim = _free(wanted, claimed, document)
        if claim is None:
            continue
        claimed |= set(claim.blocks)
        layed = layout.lay_out(document, claim)
        left = account.unread(document, claim, layed)
        told = _with_unread(document, claim, layed.filings, left)
        found += [(claim.blocks[0], filing) for filing in told]
    found.sort(key=lambda one: one[0])
    filings = tuple(replace(filing, index=index) for index, (_, filing) in enumerate(found))
    left_over = (block for at, block in enumerate(document.blocks) if at not in claimed)
    return LaidOut(filings, tuple(_unclaimed(block) for block in left_over if _says(block)))


def _with_unread(
    document: Document, claim: Claim, filings: Sequence[Filing], left: Sequence[Field]
) -> Iterator[Filing]:
    """What nobody read is told once, with the filing that began last before it."""
    if len(filings) < 2 or not left:
        yield from (replace(filing, unread=tuple(left)) for filing in filings)
        return
    cells = (cell for at in claim.blocks for cell in document.blocks[at].cells())
    order = {id(cell): at for at, cell in enumerate(cells)}
    # The first has what stands before it, too.
    begins = [order.get(id(filing.source.pieces[0].cell), 0) for filing in filings[1:]]
    told: list[list[Field]] = [[] for _ in filings]
    for field in left:
        told[bisect_right(begins, order[id(field.pieces[0].cell)])].append(field)
    for filing, fields in zip(filings, told, strict=True):
        yield replace(filing, unread=tuple(fields))


def _free(claim: Claim, claimed: set[int], document: Document) -> Claim | None:
    """The claim without the lines that a surer one has; None where it lost a table, or all."""
    lost = claimed & set(claim.blocks)
    if any(isinstance(document.blocks[at], Table) for at in lost):
        return None
    left = tuple(at for at in claim.blocks if at not in lost)
    return claim._replace(blocks=left) if left else None


def _by_sureness(document: Document) -> list[tuple[Claim, LayoutModule]]:
    """All claims, the surest first; equal ones in the order of the layouts."""
    registry = plugins.registry()
    claims = [
        (claim, module)
        for module in map(registry.layout_module, registry.layouts)
        for claim in module.claims(document)
    ]
    return sorted(claims, key=lambda one: -one[0].sureness)


def _says(block: Block) -> bool:
    return any(char.isalnum() for cell in block.cells() for char in cell.text)


def _unclaimed(block: Block) -> Unclaimed:
    words = " ".join(cell.text for cell in block.cells() if cell.text)
    return Unclaimed(block.place, words[:_FIRST_WORDS])
