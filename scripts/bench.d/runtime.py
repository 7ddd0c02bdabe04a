"""runtime.py: times OCI runtimes in turn, operation by operation.

Every round does each operation once with each runtime. Peak memory, system
calls and the stages of SKIFF_TRACE are counted in rounds of their own, after
the timing.
"""

import argparse
import contextlib
import ctypes
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

from interleave import WARM_UP, Timer

BARS = [
    # operation, column, factor, peer, surplus
    ("run", "median_ms", 0.6, "crun", 0),
    ("run", "median_ms", 0.2, "runc", 0),
    ("exec", "median_ms", 0.6, "crun", 0),
    ("run", "peak_MiB", 1, "crun", 4),
    ("exec", "peak_MiB", 1, "crun", 4),
]
OURS = "skiff-runtime"
WHOLE = "create+start+delete"
OPERATIONS = ["run", WHOLE, "create", "start", "delete", "exec"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bundle", required=True, metavar="DIRECTORY")
    parser.add_argument("--scratch", required=True, metavar="DIRECTORY")
    parser.add_argument("--peak", required=True, metavar="PROGRAM")
    parser.add_argument("--entry", nargs=2, action="append", metavar=("NAME", "PROGRAM"), required=True)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args()


def become_subreaper():
    """Containers that `create` leaves behind become this process's children."""
    set_child_subreaper = 36  # PR_SET_CHILD_SUBREAPER, prctl(2)
    if ctypes.CDLL(None, use_errno=True).prctl(set_child_subreaper, 1, 0, 0, 0) != 0:
        sys.exit(f"runtime.py: cannot adopt containers: {os.strerror(ctypes.get_errno())}")


class Runtime:
    """One runtime, its state directory and a container of it to exec in."""

    def __init__(self, name, program, options):
        self.name = name
        self.program = shutil.which(program)
        self.bundle = options.bundle
        self.directory = os.path.join(options.scratch, name)
        self.pid_file = os.path.join(self.directory, "pid")
        self.sleeper = os.path.join(self.directory, "sleeper")
        os.makedirs(self.sleeper)

    def words(self, verb, *rest):
        return [self.program, "--root", os.path.join(self.directory, "state"), verb, *rest]

    @property
    def run(self):
        return self.words("run", "--bundle", self.bundle, "bench")

    @property
    def exec(self):
        return self.words("exec", "sleeper", "/bin/true")

    def create(self, bundle, identifier):
        return self.words("create", "--bundle", bundle, "--pid-file", self.pid_file, identifier)

    def start_sleeper(self):
        """Why there is none to exec in; None if there is."""
        with open(os.path.join(self.bundle, "config.json"), encoding="utf-8") as file:
            config = json.load(file)
        config["process"]["args"] = ["/bin/sleep", "1000000"]
        config["root"]["path"] = os.path.join(self.bundle, "rootfs")
        config["linux"]["cgroupsPath"] = f"/skiff-bench-{os.getpid()}-{self.name}"
        with open(os.path.join(self.sleeper, "config.json"), "w", encoding="utf-8") as file:
            json.dump(config, file)
        return refusal(self.create(self.sleeper, "sleeper")) or refusal(self.words("start", "sleeper"))

    def pid(self):
        with open(self.pid_file, encoding="ascii") as file:
            return int(file.read())

    def end_sleeper(self):
        for identifier in ("sleeper", "bench"):
            subprocess.run(self.words("delete", "--force", identifier), capture_output=True, check=False)


def refusal(words):
    """Why the command cannot be measured; None if it can."""
    # A container that stays would keep a pipe open.
    with open(os.path.devnull, "r+b") as null, TemporaryText() as errors:
        status = subprocess.run(words, stdin=null, stdout=null, stderr=errors.file, check=False).returncode
        if status == 0:
            return None
        last_words = (errors.text().strip() or "no message").splitlines()[-1]
    return f"`{words[3]}` ended with status {status}: {last_words}"


class TemporaryText:
    """A file without a name for what a command says."""

    def __enter__(self):
        self.file = os.fdopen(os.memfd_create("errors"), "w+b")
        return self

    def __exit__(self, *_):
        self.file.close()

    def text(self):
        self.file.seek(0)
        return self.file.read().decode(errors="replace")


def one_round(runtime, measure):
    """What `measure` says of each operation's words."""
    found = {"run": measure("run", runtime.run)}
    found["create"] = measure("create", runtime.create(runtime.bundle, "bench"))
    container = runtime.pid()
    found["start"] = measure("start", runtime.words("start", "bench"))
    os.waitpid(container, 0)
    found["delete"] = measure("delete", runtime.words("delete", "bench"))
    found["exec"] = measure("exec", runtime.exec)
    return found


def times(runtimes, runs):
    timer = Timer()
    values = {runtime.name: {operation: [] for operation in OPERATIONS} for runtime in runtimes}
    for number in range(-WARM_UP, runs):
        for runtime in runtimes:
            found = one_round(runtime, lambda _, words: timer.milliseconds(words))
            found[WHOLE] = found["create"] + found["start"] + found["delete"]
            if number >= 0:
                for operation, value in found.items():
                    values[runtime.name][operation].append(value)
    return values


def run_quietly(words):
    null = subprocess.DEVNULL
    subprocess.run(words, stdin=null, stdout=null, stderr=null, check=True)


def peaks(runtime, options):
    """MiB, the median of five rounds."""
    report = os.path.join(runtime.directory, "peak")

    def measure(_, words):
        run_quietly([options.peak, report, *words])
        with open(report, encoding="ascii") as file:
            return int(file.read()) / 1024

    rounds = [one_round(runtime, measure) for _ in range(5)]
    medians = {operation: statistics.median(found[operation] for found in rounds) for operation in rounds[0]}
    return {**medians, WHOLE: max(medians[verb] for verb in ("create", "start", "delete"))}


def system_calls(runtime):
    """How many, in all processes and threads, the container's included."""
    report = os.path.join(runtime.directory, "strace")

    def measure(_, words):
        run_quietly(["strace", "-f", "-c", "-o", report, *words])
        with open(report, encoding="utf-8") as file:
            totals = [line.split() for line in file if line.rstrip().endswith(" total")]
        # The fields are: % time, seconds, usecs/call, calls, and errors where there were any.
        return int(totals[-1][3])

    # The container would stay under the eyes of the strace that saw it made,
    # which then never ended: `create` is counted by what `run` has beside it.
    return {"run": measure("run", runtime.run), "exec": measure("exec", runtime.exec)}


def stages(runtime, operation, runs):
    """Medians in ms from each mark of SKIFF_TRACE to the next."""
    path = os.path.join(runtime.directory, "trace")
    timer = Timer()
    passed = {}
    for _ in range(WARM_UP + runs):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        start = time.perf_counter_ns()
        timer.milliseconds(getattr(runtime, operation), {**os.environ, "SKIFF_TRACE": path})
        end = time.perf_counter_ns()
        marks = []
        with contextlib.suppress(FileNotFoundError), open(path, encoding="utf-8") as file:
            marks = sorted((int(when), stage) for when, _, stage in (line.rstrip("\n").split(" ", 2) for line in file))
        for when, stage in [*marks, (end, "ended and waited for")]:
            passed.setdefault(stage, []).append((when - start) / 1e6)
            start = when
    return {stage: round(statistics.median(values[WARM_UP:] or values), 3) for stage, values in passed.items()}


def rows_of(values, memory, calls):
    medians = {name: {key: statistics.median(found) for key, found in own.items()} for name, own in values.items()}
    rows = {}
    for operation in OPERATIONS:
        rows[operation] = {}
        for name, own in values.items():
            row = {
                "median_ms": round(medians[name][operation], 3),
                "p95_ms": round(statistics.quantiles(own[operation], n=20)[-1], 3),
                "minimum_ms": round(min(own[operation]), 3),
                "peak_MiB": round(memory[name][operation], 2),
                "calls": calls[name].get(operation),
            }
            for peer in ("crun", "runc"):
                peer_median = medians[peer][operation] if peer in medians else None
                row[f"per_{peer}"] = round(row["median_ms"] / peer_median, 3) if peer_median else None
            rows[operation][name] = row
    return rows


def print_rows(rows):
    columns = list(next(iter(next(iter(rows.values())).values())))
    print(f"{'':<20}{'':<14}", *(f"{column:>10}" for column in columns))
    for operation, entries in rows.items():
        for name, row in entries.items():
            cells = ["-" if value is None else f"{value:.2f}" if value % 1 else f"{value:.0f}" for value in row.values()]
            print(f"{operation:<20}{name:<14}", *(f"{cell:>10}" for cell in cells))


def judge(rows):
    bars = []
    for operation, column, factor, peer, surplus in BARS:
        entries = rows[operation]
        if OURS not in entries or peer not in entries:
            continue
        bar = entries[peer][column] * factor + surplus
        value = entries[OURS][column]
        what = f"{operation} {column} <= {factor} x {peer}" + (f" + {surplus}" if surplus else "")
        bars.append({"bar": what, "value": value, "limit": round(bar, 3), "met": value <= bar})
    return bars


def measure_all(runtimes, options):
    if not runtimes:
        sys.exit("runtime.py: no runtime could be measured")
    values = times(runtimes, options.runs)
    rows = rows_of(
        values,
        {runtime.name: peaks(runtime, options) for runtime in runtimes},
        {runtime.name: system_calls(runtime) for runtime in runtimes},
    )
    traced = {
        operation: stages(runtime, operation, max(options.runs // 4, 5))
        for runtime in runtimes
        if runtime.name == OURS
        for operation in ("run", "exec")
    }
    return rows, traced


def print_report(rows, traced, left_out):
    print_rows(rows)
    for bar in judge(rows):
        print(f"{'met   ' if bar['met'] else 'MISSED'}  {bar['bar']}: {bar['value']:.2f} (limit {bar['limit']:.2f})")
    for operation, found in traced.items():
        print(f"\nwhere the time of {OURS} {operation} goes, in ms:")
        for stage, value in found.items():
            print(f"  {value:8.3f}  {stage}")
    for name, reason in left_out.items():
        print(f"left out: {name}: {reason}")


def main():
    options = arguments()
    become_subreaper()
    everyone = [Runtime(name, program, options) for name, program in options.entry]
    left_out = {}
    try:
        for runtime in everyone:
            if runtime.program is None:
                reason = f"there is no {runtime.name}"
            else:
                reason = refusal(runtime.run) or runtime.start_sleeper() or refusal(runtime.exec)
            if reason is not None:
                left_out[runtime.name] = re.sub(r"\s+", " ", reason)
        rows, traced = measure_all([runtime for runtime in everyone if runtime.name not in left_out], options)
    finally:
        for runtime in everyone:
            if runtime.program is not None:
                runtime.end_sleeper()
    print_report(rows, traced, left_out)
    if options.json:
        report = {
            "bench": "runtime",
            "runs": options.runs,
            "kernel": os.uname().release,
            "processors": os.cpu_count(),
            "operations": rows,
            "bars": judge(rows),
            "stages": traced,
            "left_out": left_out,
        }
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(report, file, indent=2)
            file.write("\n")


main()
