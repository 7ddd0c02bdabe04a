"""engine_page.py REPORT.json PAGE.md PICTURE.svg: puts the report of `bench engine`
into the page, between its markers, and draws the verbs' measurements as dots."""

import json
import os
import statistics
import sys

from plot import OURS, draw, relative

BEGIN, END = "<!-- bench:engine -->", "<!-- /bench:engine -->"
PEERS = ["docker", "podman"]
# Rows of Skiff alone.
HELD = {
    "start of idle": "started, eight at a time, each",
    "ps of idle": "`ps`",
    "stats of idle": "`stats --no-stream`",
    "rm -f of idle": "`rm -f` of all",
    "idle memory": "memory in all (what is less available)",
    "idle memory: PSS": "… of the processes",
    "idle memory: kernel": "… of the kernel",
    "kept of idle": "memory that isn't available again after `rm -f`",
}


def figure(value, unit):
    """Three digits that mean something."""
    if unit == "ms" and value >= 1000:
        value, unit = value / 1000, "s"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def compared(report):
    """One line for each row that all engines have."""
    names = {
        "starts": f"{report['starts']} × `run -d` at once",
        "ps of many": f"`ps` of {report['starts']}",
        "rm -f of many": f"`rm -f` of {report['starts']}",
        "daemons": "private dirty memory of the daemons, before any container runs",
        "supervisor": "private dirty memory for an idle container",
        "supervisor PSS": "proportional memory (PSS) for an idle container",
    }
    for row, found in report["rows"].items():
        if row in HELD:
            continue
        medians = {name: statistics.median(values) for name, values in found["values"].items()}
        cells = [figure(medians[OURS], found["unit"])]
        for peer in PEERS:
            cell = figure(medians[peer], found["unit"]) if peer in medians else ""
            # Some have none at all.
            cells.append(f"{cell} ({medians[peer] / medians[OURS]:.1f} ×)" if cell and medians[OURS] else cell)
        yield f"| {names.get(row, f'`{row}`')} | {' | '.join(cells)} |"


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
        f"{report['idle']} idle containers, held by Skiff and then removed:",
        "",
        "| | |",
        "|---|---|",
    ]
    for row, label in HELD.items():
        if row in report["rows"]:
            found = report["rows"][row]
            value = statistics.median(found["values"][OURS])
            lines.append(f"| {label} | {figure(max(value, 0), found['unit'].removesuffix(' each'))} |")
    left = ", ".join(report["leaks"]) or "nothing: no cgroup, process, mount or open file"
    lines += [f"| left behind | {left} |", "", "| what was aimed at | | |", "|---|---|---|"]
    for row, what, value, bar in report["bars"]:
        lines.append(f"| `{row}`: at most {bar} {what} | {value:.3g} | {'met' if value <= bar else '**missed**'} |")
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
    groups = [(row, relative(found["values"])) for row, found in report["rows"].items() if row not in HELD and found["unit"] == "ms"]
    with open(picture_path, "w", encoding="utf-8") as file:
        file.write(draw(groups, "Wall time of each engine's verbs relative to Skiff"))


if __name__ == "__main__":
    main()
