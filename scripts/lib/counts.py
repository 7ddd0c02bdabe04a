"""counts.py XUNIT SKIPS [XUNIT SKIPS]...: the last line of scripts/test.

Counts the tests in the reports that `swift test --xunit-output` wrote, names
those that failed and prints `N passed, N failed, N skipped`. The status is 1 if a test failed, if a
report has no test, or if there is none because the tests crashed. With CI=true a
skipped test is a failure too, unless its reason matches a line of the file
SKIPS beside it: what a machine may lack. Root is not among that.
"""

import os
import re
import sys
import xml.etree.ElementTree


def forgiven_reasons(path):
    with open(path, encoding="utf-8") as lines:
        return [re.compile(line.strip()) for line in lines if line.strip() and not line.startswith("#")]


def count(report, skips):
    """What became of one report's tests: passed, failed, skipped."""
    try:
        cases = list(xml.etree.ElementTree.parse(report).iter("testcase"))
    except (OSError, xml.etree.ElementTree.ParseError) as error:
        print(f"skiff: the tests ended without a report ({error})", file=sys.stderr)
        return 0, 1, 0
    if not cases:
        print("skiff: no test was run: no name matches what --filter says", file=sys.stderr)
        return 0, 1, 0
    failed = [case for case in cases if case.find("failure") is not None]
    for case in failed:
        said = case.find("failure").get("message") or case.findtext("failure") or "it doesn't say why"
        print(f"skiff: {case.get('classname')}.{case.get('name')} failed: {said}", file=sys.stderr)
    skipped = [case for case in cases if case.find("skipped") is not None]
    unforgiven = []
    if os.environ.get("CI") == "true":
        forgiven = forgiven_reasons(skips)
        for case in skipped:
            reason = case.findtext("skipped") or "no reason"
            if not any(pattern.search(reason) for pattern in forgiven):
                unforgiven.append(case)
                name = f"{case.get('classname')}.{case.get('name')}"
                print(f"skiff: {name} was skipped, which fails CI: {reason}", file=sys.stderr)
    passed = len(cases) - len(failed) - len(skipped)
    return passed, len(failed) + len(unforgiven), len(skipped) - len(unforgiven)


def main(*words):
    counts = [count(report, skips) for report, skips in zip(words[::2], words[1::2])]
    passed, failed, skipped = (sum(numbers) for numbers in zip(*counts))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


sys.exit(main(*sys.argv[1:]))
