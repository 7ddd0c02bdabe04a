"""interleave.py: times commands in turn and prints a table.

Every round runs each command once, so that whatever else the machine does
meanwhile falls on all of them alike. Each command is tried before: one that
fails is left out, with its last words. hyperfine, which runs one command after
another, gives the last column as a check from outside.
"""

import argparse
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

WARM_UP = 3


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--name", required=True, help="the bench, for the JSON")
    parser.add_argument("--entry", nargs=2, action="append", metavar=("NAME", "COMMAND"), required=True)
    parser.add_argument("--relative-to", action="append", default=[], metavar="NAME")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args()


def refusal(words):
    """Why a command cannot be measured; None if it can."""
    if shutil.which(words[0]) is None:
        return f"there is no {words[0]}"
    result = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    if result.returncode == 0:
        return None
    last_words = (result.stderr.strip() or result.stdout.strip() or "no message").splitlines()[-1]
    return f"it ended with status {result.returncode}: {last_words}"


class Timer:
    """Starts a command with the least a parent can do, and waits for it."""

    def __init__(self):
        self.null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        self.errors = os.memfd_create("errors")
        streams = (self.null, self.null, self.errors)
        self.actions = [(os.POSIX_SPAWN_DUP2, stream, number) for number, stream in enumerate(streams)]

    def milliseconds(self, words, environment=os.environ):
        path = shutil.which(words[0])
        start = time.perf_counter_ns()
        child = os.posix_spawn(path, words, environment, file_actions=self.actions)
        _, status = os.waitpid(child, 0)
        end = time.perf_counter_ns()
        if status != 0:
            last_words = os.pread(self.errors, 4096, 0).decode(errors="replace").strip()
            sys.exit(f"{shlex.join(words)} failed in the middle of the measurement: {last_words}")
        return (end - start) / 1e6


def measure(entries, runs):
    timer = Timer()
    times = {name: [] for name in entries}
    for round_number in range(-WARM_UP, runs):
        for name, words in entries.items():
            taken = timer.milliseconds(words)
            if round_number >= 0:
                times[name].append(taken)
    return times


def hyperfine_median(words, runs):
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = ["hyperfine", "-N", "--style", "none", "--warmup", str(WARM_UP), "--runs", str(max(runs // 4, 5))]
        subprocess.run(
            [*command, "--export-json", report.name, shlex.join(words)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return json.load(report)["results"][0]["median"] * 1e3


def summarise(times, entries, runs, references):
    medians = {name: statistics.median(values) for name, values in times.items()}
    rows = {}
    for name, values in times.items():
        rows[name] = {
            "median_ms": round(medians[name], 3),
            "p95_ms": round(statistics.quantiles(values, n=20)[-1], 3),
            "minimum_ms": round(min(values), 3),
            "hyperfine_median_ms": round(hyperfine_median(entries[name], runs), 3),
        }
        for reference in references:
            if reference in medians:
                rows[name][f"per_{reference}"] = round(medians[name] / medians[reference], 3)
    return rows


def print_table(rows):
    columns = list(next(iter(rows.values())))
    width = max(map(len, rows))
    print(" " * width, *(f"{column:>{len(column)}}" for column in columns), sep="  ")
    for name, row in rows.items():
        print(f"{name:<{width}}", *(f"{row[column]:>{len(column)}.2f}" for column in columns), sep="  ")


def main():
    options = arguments()
    entries, left_out = {}, {}
    for name, command in options.entry:
        words = shlex.split(command)
        reason = refusal(words)
        if reason is None:
            entries[name] = words
        else:
            left_out[name] = reason
    times = measure(entries, options.runs)
    rows = summarise(times, entries, options.runs, options.relative_to)
    print_table(rows)
    for name, reason in left_out.items():
        print(f"left out: {name}: {reason}")
    if options.json:
        report = {
            "bench": options.name,
            "runs": options.runs,
            "kernel": os.uname().release,
            "processors": os.cpu_count(),
            "entries": rows,
            "left_out": left_out,
        }
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(report, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()
