"""launch.py: from clone3 to execve, skiff-runtime beside the floor.

Each tells its own time: the floor by FLOOR_LAUNCH, skiff by SKIFF_TRACE. Runs
are interleaved; the table gives medians and the ratio.
"""

import argparse
import json
import os
import shlex
import statistics
import subprocess
import tempfile


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--floor", required=True, metavar="COMMAND")
    parser.add_argument("--skiff", required=True, metavar="COMMAND")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args()


def run(command, variable, path):
    subprocess.run(
        shlex.split(command), env={**os.environ, variable: path}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        check=True)


def floor_time(command, path):
    run(command, "FLOOR_LAUNCH", path)
    with open(path) as file:
        return int(file.read())


def skiff_time(command, path):
    run(command, "SKIFF_TRACE", path)
    times = {}
    with open(path) as file:
        for line in file:
            time, _, stage = line.rstrip("\n").split(" ", 2)
            times[stage] = int(time)
    return times["supervisor: execve done"] - times["supervisor: plan made"]


def main():
    options = arguments()
    measured = {"floor": [], "skiff": []}
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(options.runs + 3):
            rounds = {
                "floor": floor_time(options.floor, f"{scratch}/floor-{number}"),
                "skiff": skiff_time(options.skiff, f"{scratch}/skiff-{number}"),
            }
            if number >= 3:  # the first ones warm up
                for name, time in rounds.items():
                    measured[name].append(time / 1e6)
    medians = {name: statistics.median(times) for name, times in measured.items()}
    ratio = medians["skiff"] / medians["floor"]
    print(f"\nlaunch, clone3 to execve: floor {medians['floor']:.2f} ms, skiff {medians['skiff']:.2f} ms, "
          f"{ratio:.2f} times the floor")
    if options.json:
        with open(options.json) as file:
            report = json.load(file)
        report["launch"] = {"median_ms": medians, "per_floor": ratio}
        with open(options.json, "w") as file:
            json.dump(report, file, indent=2)
            file.write("\n")


main()
