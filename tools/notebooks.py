"""Runs the Python examples of docs/notebooks.md, in order and in one session, on the plan folder given.

An example that fails ends it with the example's heading and the error.
"""

import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "notebooks.md"


def examples(text):
    """Heading and code of each example."""
    heading = ""
    for part in re.finditer(r"^(## [^\n]+)$|^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if part.group(1):
            heading = part.group(1)[3:]
        else:
            yield heading, part.group(2)


def main():
    session = {"__name__": "__main__"}
    count = 0
    for heading, code in examples(PAGE.read_text()):
        print(f"== {heading or 'the plan'}", flush=True)
        exec(compile(code, f"{PAGE.name}: {heading}", "exec"), session)
        count += 1
    if count == 0:
        sys.exit(f"{PAGE} has no examples")


main()
