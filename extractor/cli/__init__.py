"""The command line: arguments in, exit code out. The door is `main`."""

from extractor.cli.process import main

__all__ = ["main"]
