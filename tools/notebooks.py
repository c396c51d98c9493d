"""Runs the Python examples of docs/notebooks.md, in order and in one session, on the plan folder given.

An example that fails ends it with the example's heading and the error.
"""

import sys
from pathlib import Path

from examples import examples

PAGE = Path(__file__).resolve().parent.parent / "docs" / "notebooks.md"


def main():
    session = {"__name__": "__main__"}
    count = 0
    for heading, code in examples(PAGE, "python"):
        print(f"== {heading or 'the plan'}", flush=True)
        exec(compile(code, f"{PAGE.name}: {heading}", "exec"), session)
        count += 1
    if count == 0:
        sys.exit(f"{PAGE} has no examples")


main()
