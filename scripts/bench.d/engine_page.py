"""engine_page.py REPORT.json PAGE.md PICTURE.svg: puts the report of `bench engine`
into the page, between its markers, and draws the verbs' measurements as dots."""

import statistics

from page import comparison, figure, heading, write
from plot import OURS, relative

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
        yield comparison(names.get(row, f"`{row}`"), found, 1)


def text(report, picture):
    above, below = heading(report, picture)
    lines = [
        *above,
        *compared(report),
        *below,
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


def verbs(report):
    rows = report["rows"].items()
    return [(row, relative(found["values"])) for row, found in rows if row not in HELD and found["unit"] == "ms"]


if __name__ == "__main__":
    write(__doc__, "engine", text, verbs, "Wall time of each engine's verbs relative to Skiff")
