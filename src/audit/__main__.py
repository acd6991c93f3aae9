"""`python -m audit` and the `audit` command."""

import sys


def main() -> int:
    from audit.cli import main as run  # noqa: PLC0415 -- nothing is imported before it is needed

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
