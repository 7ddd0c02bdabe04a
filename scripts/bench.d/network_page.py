"""network_page.py REPORT.json PAGE.md PICTURE.svg: puts the report of `bench network`
into the page, between its markers, and draws the measurements as dots."""

from page import comparison, heading, write
from plot import relative

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
        label = NAMES.get(row, f"{report['starts']} × `run -d` at once" if row == "starts" else row)
        yield comparison(label, found, 2)


def text(report, picture):
    above, below = heading(report, picture)
    lines = [
        *above,
        *compared(report),
        *below,
        "| what was aimed at | | |",
        "|---|---|---|",
    ]
    for row, what, value, bar, met in report["bars"]:
        way = "at least" if row in ("throughput", "requests") else "at most"
        lines.append(f"| {NAMES.get(row, row)}: {way} {bar} {what} | {value:.3g} | {'met' if met else '**missed**'} |")
    return "\n".join(lines)


def drawn(report):
    rows = [row for row in ("run --rm, bridge", "throughput", "requests") if row in report["rows"]]
    return [(NAMES[row].replace("`", ""), relative(report["rows"][row]["values"])) for row in rows]


if __name__ == "__main__":
    write(__doc__, "network", text, drawn, "Networked starts and traffic of each engine relative to Skiff")
