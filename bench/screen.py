"""What the wording rules say of a large body of correct official prose: false alarms, counted.

    python3 bench/screen.py FOLDER [--rules NAME …] [--samples N]

Each paragraph of the `.md` and `.txt` files under FOLDER is read as the goal of a project.
FOLDER holds what the runner has fetched (statutes, government reports, published plans);
nothing of it is copied into the project. Printed: findings by rule, for 10,000 characters,
and some of each with the words around them.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from audit.engine import compile_rules
from audit.rulebook.load import load
from audit.testing import filing

PARAGRAPHS = 400
"""In one filing; many small ones take longer to make than to check."""
AROUND = 12


def paragraphs(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".md", ".txt"} and path.is_file():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                if len(text := line.strip(" \t#*->")) >= 10:
                    yield text


def batches(texts: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == PARAGRAPHS:
            yield batch
            batch = []
    if batch:
        yield batch


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rules", nargs="*", help="names; all wording rules if left out")
    parser.add_argument("--samples", type=int, default=5)
    options = parser.parse_args()
    rulebook = load(profile="strict")
    names = options.rules or [rule.name for rule in rulebook.rules if rule.code.startswith("W")]
    engine = compile_rules(rulebook, names)
    hits: dict[str, list[str]] = defaultdict(list)
    characters = 0
    for batch in batches(paragraphs(options.folder)):
        characters += sum(map(len, batch))
        made = filing({"projects": [{"goal": text} for text in batch]})
        for found in engine.check([made]).findings:
            spot = found.spot
            text = batch[spot.project.index] if spot.project else ""
            at = text.find(spot.text)
            hits[found.rule].append(text[max(0, at - AROUND) : at + len(spot.text) + AROUND])
    print(f"{characters:,} characters")
    for name in names:
        found_here = hits[name]
        print(f"{name:28}{len(found_here):>8,}{len(found_here) / characters * 1e4:>10.3f}")
        step = max(1, len(found_here) // max(1, options.samples))
        for sample in found_here[::step][: options.samples]:
            print(f"    {sample}")


if __name__ == "__main__":
    main()
