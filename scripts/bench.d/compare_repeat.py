"""compare_repeat.py FIRST.json SECOND.json [FACTOR]: whether two reports of `skiff compare --json` say the same.

Of each figure and contender it compares the median as a multiple of Skiff's, or of the process's where Skiff took no
part, and prints those that differ by more than the factor, 1.2 if not said. Ends with 1 if there is one. Figures of
the whole machine's memory, in which every other program shows, are printed and not counted."""

import json
import sys

# Differences of /proc/meminfo.
WHOLE_MACHINE = {"memory-kernel", "memory-unavailable"}


def ratios(report):
    """Figure and contender, with the median in multiples of the reference's."""
    found = {}
    for figure in report["figures"]:
        medians = figure["medians"]
        reference = medians.get("skiff") or medians.get("process")
        for name, median in medians.items():
            if reference and median and name != "skiff":
                found[figure["id"], name] = median / reference
    return found


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    reports = []
    for path in sys.argv[1:3]:
        with open(path, encoding="utf-8") as file:
            reports.append(ratios(json.load(file)))
    allowed = float(sys.argv[3]) if len(sys.argv) == 4 else 1.2
    first, second = reports
    differing = 0
    for row in sorted(first.keys() | second.keys()):
        figure, name = row
        if row not in first or row not in second:
            print(f"{figure}, {name}: in one report alone")
            differing += figure not in WHOLE_MACHINE
            continue
        change = second[row] / first[row]
        if max(change, 1 / change) > allowed:
            aside = " (the whole machine's, not counted)" if figure in WHOLE_MACHINE else ""
            print(f"{figure}, {name}: {first[row]:.3g} × Skiff's, then {second[row]:.3g} ×: {change:.2f}{aside}")
            differing += not aside
    print(f"{len(first)} ratios; {differing} differ by more than {allowed:g}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
