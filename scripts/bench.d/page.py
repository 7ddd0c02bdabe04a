"""page.py: a report of a comparison with other engines as a table, in a page between
markers, and as dots in a picture beside it."""

import json
import os
import statistics
import sys

from plot import OURS, draw

PEERS = ["docker", "podman"]


def figure(value, unit):
    """Three digits that mean something."""
    if unit == "ms" and value >= 1000:
        value, unit = value / 1000, "s"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def comparison(label, found, digits):
    """A row's line: Skiff's median, and the peers' with their multiples of it, which have so many digits."""
    medians = {name: statistics.median(values) for name, values in found["values"].items()}
    cells = [figure(medians[OURS], found["unit"])]
    for peer in PEERS:
        cell = figure(medians[peer], found["unit"]) if peer in medians else ""
        # Some have none at all.
        cells.append(f"{cell} ({medians[peer] / medians[OURS]:.{digits}f} ×)" if cell and medians[OURS] else cell)
    return f"| {label} | {' | '.join(cells)} |"


def heading(report, picture):
    """What stands above the table, and below it: two lists of lines."""
    above = [
        f"{report['runs']} interleaved rounds, {report['processors']} processors, everything in memory; medians, in brackets",
        "as multiples of Skiff's.",
        "",
        "| | skiff | docker | podman |",
        "|---|---|---|---|",
    ]
    return above, ["", f"![One dot a run, in multiples of Skiff's median]({picture})", ""]


def write(usage, name, text, groups, label):
    """What a script of that usage does: `text(report, picture)` goes between the markers of the name, and
    `groups(report)` into the picture, which `label` describes."""
    if len(sys.argv) != 4:
        sys.exit(usage)
    report_path, page_path, picture_path = sys.argv[1:]
    with open(report_path, encoding="utf-8") as file:
        report = json.load(file)
    begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    with open(page_path, encoding="utf-8") as file:
        before, rest = file.read().split(begin)
    after = rest.split(end)[1]
    picture = os.path.relpath(picture_path, os.path.dirname(page_path) or ".")
    with open(page_path, "w", encoding="utf-8") as file:
        file.write(f"{before}{begin}\n{text(report, picture)}\n{end}{after}")
    with open(picture_path, "w", encoding="utf-8") as file:
        file.write(draw(groups(report), label))
