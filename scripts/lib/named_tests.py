"""named_tests.py: fails when a page of docs names a test that does not exist.

A test is named `Suite/function`, in backticks, where Suite ends with "Tests".
"""

import pathlib
import re
import sys

NAMED = re.compile(r"`(\w+Tests)/([^`]+)`")
SUITE = re.compile(r"^ *(?:@\w+(?:\(.*\))? +)*(?:struct|enum|(?:final )?class|extension) +(?:\w+\.)*(\w+Tests)\b", re.M)
# `func` of a test follows its attribute; a raw name stands in backticks.
TEST = re.compile(r"\bfunc +(?:`([^`]+)`|(\w+))\(")


def tests(root):
    """The functions of each suite, wherever it is declared."""
    found = {}
    for path in sorted((root / "Tests").rglob("*.swift")):
        text = path.read_text(encoding="utf-8")
        suites = [(match.start(), match[1]) for match in SUITE.finditer(text)]
        for match in TEST.finditer(text):
            around = [name for start, name in suites if start < match.start()]
            attribute = text[:match.start()].rstrip()
            if around and (attribute.endswith(")") or attribute.endswith("@Test")):
                found.setdefault(around[-1], set()).add(match[1] or match[2])
    return found


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    known, missing = tests(root), []
    for page in sorted((root / "docs").rglob("*.md")):
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for suite, function in NAMED.findall(line):
                if function not in known.get(suite, ()):
                    missing.append(f"{page.relative_to(root)}:{number}: there is no test {suite}/{function}")
    for sentence in missing:
        print(f"error: {sentence}", file=sys.stderr)
    return 1 if missing else 0


sys.exit(main())
