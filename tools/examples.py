"""The examples of a page of the documentation."""

import re


def examples(page, language):
    """Heading and code of each example in that language."""
    heading = ""
    pattern = rf"^(## [^\n]+)$|^```{language}\n(.*?)^```$"
    for part in re.finditer(pattern, page.read_text(), re.MULTILINE | re.DOTALL):
        if part.group(1):
            heading = part.group(1)[3:]
        else:
            yield heading, part.group(2)
