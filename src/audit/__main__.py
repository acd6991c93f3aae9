"""`python -m audit` and the `audit` command."""

import gc
import sys


def main() -> int:
    from audit.cli import main as run  # noqa: PLC0415 -- nothing is imported before it is needed

    # A start makes many objects and no cycles: looking for them takes a fifteenth of it.
    gc.set_threshold(100_000, 50, 100)
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
