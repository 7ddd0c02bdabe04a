"""run_tests.py REPORT COMMAND... -- [ARGUMENT]...: runs COMMAND --xunit-output REPORT ARGUMENT..., and few failures
once more.

Two thousand tests share the machine's processors, and what one of them waits for may come too late because of all the
others. Whether that was it shows when the test runs by itself. Up to three that failed do so; one that passes then is
named, with what it said first, and counts as passed. One that fails again, and more than three, are faults; so is
what no test is to blame for: a suite whose engine didn't end, a thread whose test isn't known.
The status is 0 if all have passed in the end, else the command's.
"""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree

FEW = 3


def run(command, report, arguments):
    outputs = ["--xunit-output", report, "--event-stream-output-path", events(report)]
    return subprocess.run([*command, *outputs, *arguments], check=False).returncode


def events(report):
    return report + ".events"


def blamed(report):
    """Of each failure the test's identifier, empty if there is none: the report has only those of tests."""
    with open(events(report), encoding="utf-8") as lines:
        payloads = [json.loads(line)["payload"] for line in lines]
    os.remove(events(report))
    issues = [payload for payload in payloads if payload["kind"] == "issueRecorded"]
    return [issue.get("testID", "") for issue in issues if not issue["issue"].get("isKnown")]


def cases(tree):
    return list(tree.iter("testcase"))


def identity(case):
    return case.get("classname"), case.get("name")


def pattern(case):
    """What --filter finds this test alone by: module, then the types, then the function."""
    module, *types = case.get("classname").split(".")
    return "^" + re.escape(module) + r"\." + re.escape("/".join([*types, case.get("name")])) + "(/|$)"


def main(report, *words):
    end = words.index("--")
    command, arguments = words[:end], words[end + 1 :]
    status = run(command, report, arguments)
    try:
        tree = xml.etree.ElementTree.parse(report)
    except (OSError, xml.etree.ElementTree.ParseError):
        return status or 1
    failed = [case for case in cases(tree) if case.find("failure") is not None]
    patterns = [pattern(case) for case in failed]
    strangers = [test for test in blamed(report) if not any(re.search(one, test) for one in patterns)]
    if strangers:
        print(f"skiff: {len(strangers)} failures belong to no one test: see above what is marked with a cross", file=sys.stderr)
    if strangers or not 0 < len(failed) <= FEW:
        return status
    print("skiff: what failed is run again, by itself", file=sys.stderr, flush=True)
    again = report + ".again"
    filters = [word for one in patterns for word in ("--filter", one)]
    if run(command, again, filters) != 0:
        return status
    passed = {identity(case) for case in cases(xml.etree.ElementTree.parse(again)) if len(case) == 0}
    if not all(identity(case) in passed for case in failed):
        return status
    for case in failed:
        for failure in case.findall("failure"):
            said = failure.get("message") or failure.text or ""
            name = ".".join(identity(case))
            print(f"skiff: {name} failed beside the others and passed by itself: {said}", file=sys.stderr)
            case.remove(failure)
    tree.write(report, encoding="utf-8", xml_declaration=True)
    return 0


sys.exit(main(*sys.argv[1:]))
