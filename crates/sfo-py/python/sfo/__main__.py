"""Runs the command line as ``python -m sfo``."""

from sfo.cli import main

main()
