"""Makes `court-export.csv`, the example: `sfo.synthetic` says what is in it, and `sfo generate` makes others.

The same rows and seed give the same bytes.

Usage: python make_court_export.py [--rows N] [--seed N] [-o FILE]
"""

import argparse
from pathlib import Path

from sfo.synthetic import make


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the example court export; nobody in it exists.")
    parser.add_argument("--rows", type=int, default=20480)
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_name("court-export.csv"))
    args = parser.parse_args()
    args.output.write_text(make(args.rows, args.seed), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
