"""compare_page.py REPORT.json PAGE.md: puts the report of `skiff compare --json REPORT.json` into the page, between
its markers: the machine, a table of medians, and each claim beside its figures. A claim whose figures the report
lacks says so."""

import json
import sys

BEGIN, END = "<!-- compare -->", "<!-- /compare -->"
ROWS = [
    ("first-instruction", "to the first instruction"),
    ("first-answer", "to the first answered request"),
    ("everything-gone", "to everything gone"),
    ("memory-pss", "memory of an idle one (PSS)"),
    ("memory-private-dirty", "… private and dirty"),
    ("memory-kernel", "… of the host's kernel"),
    ("density", None),
    ("disk-own", "disk for one more"),
    ("disk-shared", "disk that all share"),
    ("processor", "arithmetic"),
    ("system-call", "one system call"),
    ("file-read", "file read, from the page cache"),
    ("round-trip", "round trip on loopback"),
    ("stream", "stream on loopback"),
]
STEPS = {"ms": (1000, ["ms", "s"]), "µs": (1000, ["µs", "ms", "s"]), "ns": (1000, ["ns", "µs", "ms"]),
         "B": (1024, ["B", "KiB", "MiB", "GiB"]), "MiB/s": (1024, ["MiB/s", "GiB/s"]), "instances": (1, [""])}


def digits(value):
    """Three that count."""
    if value >= 99.95:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 9.995 else f"{value:.2f}" if value >= 0.9995 or value == 0 else f"{value:.2g}"


def text(value, unit):
    step, names = STEPS[unit]
    if unit == "instances":
        return f"{value:.3g}" if value < 1000 else f"{round(value, 3 - len(str(int(value)))):.0f}"
    place = 0
    while place + 1 < len(names) and value >= step:
        value, place = value / step, place + 1
    return "0" if value == 0 else f"{digits(value)} {names[place]}"


class Report:
    def __init__(self, report):
        self.report = report
        self.names = [contender["name"] for contender in report["contenders"]]
        self.machines = [one["name"] for one in report["contenders"] if one["kind"] == "virtual machine"]
        self.figures = {figure["id"]: figure for figure in report["figures"]}

    def median(self, figure, name):
        return self.figures.get(figure, {}).get("medians", {}).get(name)

    def value(self, figure, name):
        median = self.median(figure, name)
        return "–" if median is None else text(median, self.figures[figure]["unit"])

    def times(self, figure, name, other="skiff"):
        """Name's median in multiples of other's."""
        median, reference = self.median(figure, name), self.median(figure, other)
        return median / reference if median and reference else None

    def factor(self, figure, name, other="skiff"):
        times = self.times(figure, name, other)
        return "not measured" if times is None else f"{digits(times)} ×"

    def seen(self, name, question):
        return self.report["isolation"].get(name, {}).get(question, "–")

    def boot_id(self, name):
        outside, inside = self.seen("process", "boot-id"), self.seen(name, "boot-id")
        if "–" in (outside, inside):
            return "a boot id that was not read"
        return "the host's boot id" if inside == outside else "another boot id"


def head(report):
    facts = report.report
    machine = facts["machine"]
    versions = {one["name"]: one["version"] for one in facts["contenders"]}
    guest = versions.get(report.machines[0], "") if report.machines else "no virtual machine"
    yield f"`{' '.join(['skiff'] + facts['commandLine'][1:])}`, {facts['date'][:10]}: {machine['processors']} × {machine['processor']},"
    yield f"{text(machine['memory'], 'B')}, {machine['distribution']}, Linux {machine['kernel']}. Machines: {guest}."
    yield "Medians; in brackets multiples of Skiff's."
    for note in facts["notes"]:
        yield f"\n{note[0].upper()}{note[1:].rstrip('.')}."


def table(report):
    yield "| | " + " | ".join(report.names) + " |"
    yield "|---" * (len(report.names) + 1) + "|"
    for figure, label in ROWS:
        if not report.figures.get(figure, {}).get("medians"):
            continue
        if figure == "density":
            label = f"fit into {text(report.report['memoryBudget'], 'B')} (from {report.report['density']}, extrapolated)"
        cells = []
        for name in report.names:
            times = report.times(figure, name)
            cell = report.value(figure, name)
            cells.append(cell if name == "skiff" or times is None else f"{cell} ({digits(times)} ×)")
        yield f"| {label} | {' | '.join(cells)} |"


def claims(report):
    if not report.machines:
        yield "No virtual machine took part: there is nothing to hold the claims against."
        return
    machine = report.machines[0]
    translated = " (translated; with hardware acceleration at most 125 ms are published)" if "(tcg)" in machine else ""
    yield "| the claim | what it means | what was found |"
    yield "|---|---|---|"
    rows = [
        ("A virtual machine has an operating system of its own, a container hasn't",
         "a container brings files, never a kernel",
         f"Linux {report.seen('skiff', 'kernel')} and {report.boot_id('skiff')} in the container; "
         f"Linux {report.seen(machine, 'kernel')} and {report.boot_id(machine)} in the machine"),
        ("A container weighs less", "no kernel, no second page cache, no memory set aside",
         f"{report.value('memory-pss', 'skiff')} of processes and {report.value('memory-kernel', 'skiff')} of the host's "
         f"kernel, against {report.value('memory-pss', machine)}: {report.factor('memory-pss', machine)} by processes"),
        ("A container starts faster", "a process's start, against a kernel's",
         f"{report.value('first-instruction', 'skiff')} to the first instruction, against "
         f"{report.value('first-instruction', machine)}: {report.factor('first-instruction', machine)}{translated}. "
         f"A bare process takes {report.value('first-instruction', 'process')}"),
        ("Containers scale better", "memory bounds how many fit",
         f"{report.value('density', 'skiff')} idle containers where {report.value('density', machine)} machines fit: "
         f"{report.factor('density', 'skiff', machine)}"),
        ("Work inside is as fast", "a container's program runs on the host's processor and kernel",
         f"beside a process, a container's arithmetic takes {report.factor('processor', 'skiff', 'process')} the time and a "
         f"system call {report.factor('system-call', 'skiff', 'process')}; a machine's "
         f"{report.factor('processor', machine, 'process')} and {report.factor('system-call', machine, 'process')}"),
        ("A virtual machine isolates better", "what stands between a program and the host",
         f"in Skiff's container {report.seen('skiff', 'calls')} system calls reach the host's kernel, "
         f"{report.seen('process', 'calls')} in a process. From a machine none does: its program calls its own kernel, and the "
         f"monitor makes {report.seen(machine, 'monitor-calls')} different ones of the host's"),
    ]
    for claim, meaning, found in rows:
        yield f"| **{claim}** | {meaning} | {found} |"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        report = Report(json.load(file))
    if "skiff" not in report.names:
        sys.exit(f"{sys.argv[1]}: Skiff took no part, whose figures all others are told in multiples of")
    with open(sys.argv[2], encoding="utf-8") as file:
        page = file.read()
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        sys.exit(f"{sys.argv[2]}: has no place between {BEGIN} and {END}")
    before, rest = page.split(BEGIN)
    body = "\n".join([*head(report), "", *table(report), "", *claims(report)])
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n{body}\n{END}{rest.split(END)[1]}")


if __name__ == "__main__":
    main()
