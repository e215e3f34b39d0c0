"""python -m eval: the door of the room."""

from __future__ import annotations

import sys

from eval.process import main

if __name__ == "__main__":
    sys.exit(main())
