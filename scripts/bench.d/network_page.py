"""network_page.py REPORT.json PAGE.md PICTURE.svg: puts the report of `bench network`
into the page, between its markers, and draws the measurements as dots."""

import json
import os
import statistics
import sys

from engine_page import figure
from plot import OURS, draw, relative

BEGIN, END = "<!-- bench:network -->", "<!-- /bench:network -->"
PEERS = ["docker", "podman"]
ROWS = ("attach", "bridge", "none")
NAMES = {
    "run --rm, bridge": "`run --rm` on the default bridge",
    "attach 1000 beside 1": "an attachment beside 1 000 against beside 1",
    "bridge 1000 beside 1": "`run --rm` beside 1 000 against beside 1",
    "run --rm, none": "`run --rm --network none`",
    "bridge above none": "what the network adds",
    "throughput": "from another host into a container, one TCP connection",
    "requests": "requests from another host, a connection each",
    "attach 1": "an attachment alone, beside 1 container",
    "bridge 1": "`run --rm` beside 1 container",
    "none 1": "`run --rm --network none` beside 1 container",
    **{f"{row} {count}": f"… beside {shown}" for row in ROWS for count, shown in ((100, "100"), (1000, "1 000"))},
}


def compared(report):
    # The rows of one kind one below the other, smallest number first.
    attached = [f"{row} {count}" for row in ROWS for count in (1, 100, 1000)]
    rows = [row for row in report["rows"] if " beside " not in row and row not in attached]
    for row in [*rows, *(row for row in attached if row in report["rows"])]:
        found = report["rows"][row]
        medians = {name: statistics.median(values) for name, values in found["values"].items()}
        label = NAMES.get(row, f"{report['starts']} × `run -d` at once" if row == "starts" else row)
        cells = [figure(medians[OURS], found["unit"])]
        for peer in PEERS:
            cell = figure(medians[peer], found["unit"]) if peer in medians else ""
            cells.append(f"{cell} ({medians[peer] / medians[OURS]:.2f} ×)" if cell else cell)
        yield f"| {label} | {' | '.join(cells)} |"


def text(report, picture):
    lines = [
        f"{report['runs']} interleaved rounds, {report['processors']} processors, everything in memory; medians, in brackets",
        "as multiples of Skiff's.",
        "",
        "| | skiff | docker | podman |",
        "|---|---|---|---|",
        *compared(report),
        "",
        f"![One dot a run, in multiples of Skiff's median]({picture})",
        "",
        "| what was aimed at | | |",
        "|---|---|---|",
    ]
    for row, what, value, bar, met in report["bars"]:
        way = "at least" if row in ("throughput", "requests") else "at most"
        lines.append(f"| {NAMES.get(row, row)}: {way} {bar} {what} | {value:.3g} | {'met' if met else '**missed**'} |")
    return "\n".join(lines)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    report_path, page_path, picture_path = sys.argv[1:]
    with open(report_path, encoding="utf-8") as file:
        report = json.load(file)
    with open(page_path, encoding="utf-8") as file:
        before, rest = file.read().split(BEGIN)
    after = rest.split(END)[1]
    picture = os.path.relpath(picture_path, os.path.dirname(page_path) or ".")
    with open(page_path, "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n{text(report, picture)}\n{END}{after}")
    drawn = [row for row in ("run --rm, bridge", "throughput", "requests") if row in report["rows"]]
    groups = [(NAMES[row].replace("`", ""), relative(report["rows"][row]["values"])) for row in drawn]
    with open(picture_path, "w", encoding="utf-8") as file:
        file.write(draw(groups, "Networked starts and traffic of each engine relative to Skiff"))


if __name__ == "__main__":
    main()
