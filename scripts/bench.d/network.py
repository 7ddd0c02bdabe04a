"""network.py: what a container's network costs, engine by engine in turn.

Every round does each thing once with each engine, so that whatever else the
machine does meanwhile falls on all of them alike.
"""

import argparse
import contextlib
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time

from engine import OURS, Table, contend, leaving_out, start_all
from image_engines import LeftOut
from interleave import Timer
from network_attach import attach
from network_engines import HOST, HOST_PROGRAMS, Docker, OtherHost, Podman, Skiff, answers

PARTS = ["run", "throughput", "requests", "starts", "attach"]
BARS = [
    # row, peer (none: an absolute figure), bar; a rate has to be at least the bar
    ("run --rm, bridge", "docker", 0.05),
    ("bridge above none", None, 3),
    ("throughput", "docker", 1),
    ("requests", "docker", 1),
    ("attach 1000 beside 1", None, 1.2),
    ("bridge 1000 beside 1", None, 1.2),
]
RATES = {"throughput", "requests"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scratch", required=True, metavar="DIRECTORY")
    parser.add_argument("--layout", required=True, metavar="DIRECTORY")
    parser.add_argument("--skiff", required=True, metavar="PROGRAM")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--only", default=",".join(PARTS), metavar="PART,…", help=", ".join(PARTS))
    parser.add_argument("--engines", default="skiff,docker,podman", metavar="NAME,…")
    parser.add_argument("--starts", type=int, default=64, metavar="NUMBER", help="containers started at once")
    parser.add_argument("--seconds", type=int, default=2, help="of each measurement of traffic")
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args()


def run(contender, number, timer, table):
    """A container's whole life, on the bridge and without a network."""
    engine = contender.engine
    bridged = timer.milliseconds(engine.run_to_end(), contender.environment)
    without = timer.milliseconds(engine.run_without_network(), contender.environment)
    if number >= 0:
        table.add("run --rm, bridge", "ms", contender.name, bridged)
        table.add("run --rm, none", "ms", contender.name, without)
        table.add("bridge above none", "ms", contender.name, bridged - without)


@contextlib.contextmanager
def published(contender, other, port, inner, command, options=()):
    """A container that serves at a port of the host while the body runs."""
    name = f"bench-{inner}"
    contender.run(contender.engine.publish(name, port, inner, command, options))
    try:
        if not answers(other, port):
            raise LeftOut(f"its published port {port} doesn't answer")
        yield
    finally:
        contender.run(contender.engine.remove([name]))


def new_ports():
    """Ports of the host, each once: connections that another container had by one are remembered for minutes
    (conntrack), each with that container's address, and a new one by the same pair of ports would be taken for it."""
    yield from range(8000, 30000)


PORTS = new_ports()


def throughput(contender, other, options, table):
    """Bytes from the other host into a container (iperf3)."""
    command = ["/host/bin/iperf3", "--server"]
    port = next(PORTS)
    with published(contender, other, port, 5201, command, HOST_PROGRAMS):
        times = ["--time", str(options.seconds), "--omit", "0.5"]
        words = other.words("iperf3", "--client", HOST, "--port", str(port), "--json", *times)
        # The server takes one visitor at a time, and who asked whether it answers may still be that.
        for _ in range(20):
            report = json.loads(subprocess.run(words, capture_output=True, check=False).stdout)
            if "error" not in report:
                break
            time.sleep(0.2)
        else:
            raise LeftOut(f"iperf3: {report['error']}")
        table.add("throughput", "Gbit/s", contender.name, report["end"]["sum_received"]["bits_per_second"] / 1e9)


def requests(contender, other, options, table):
    """Requests in a second, each with a connection of its own (wrk, busybox httpd)."""
    command = ["sh", "-c", "mkdir -p /tmp/web && echo hello > /tmp/web/index.html && exec httpd -f -p 80 -h /tmp/web"]
    port = next(PORTS)
    with published(contender, other, port, 80, command):
        address = f"http://{HOST}:{port}/"
        words = other.words("wrk", "-t1", "-c8", f"-d{options.seconds}s", "-H", "Connection: close", address)
        output = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        table.add("requests", "1/s", contender.name, float(re.search(r"Requests/sec: *([0-9.]+)", output)[1]))


def starts(contender, count, table):
    names = [f"bench-{number}-start" for number in range(count)]
    table.add("starts", "ms", contender.name, start_all(contender, names, at_once=count) * 1e3)
    contender.run(contender.engine.remove_at_once(names))


def measure(options, table):
    wanted = set(options.only.split(","))
    if not wanted <= set(PARTS):
        sys.exit(f"network.py: --only knows {', '.join(PARTS)}")
    timer = Timer()
    with contextlib.ExitStack() as stack:
        other = stack.enter_context(OtherHost())
        contenders, left_out = contend((Skiff, Docker, Podman), options, stack)

        def each(part, rounds, work):
            for number in range(-1 if part == "run" else 0, rounds):
                for contender in contenders:
                    if part in wanted and contender.name not in left_out:
                        with leaving_out(contender, left_out):
                            work(contender, number)

        each("run", options.runs, lambda contender, number: run(contender, number, timer, table))
        traffic = max(options.runs // 3, 3)
        each("throughput", traffic, lambda contender, _: throughput(contender, other, options, table))
        each("requests", traffic, lambda contender, _: requests(contender, other, options, table))
        each("starts", 1, lambda contender, _: starts(contender, options.starts, table))
        for contender in contenders:
            if "attach" in wanted and contender.name == OURS:
                attach(contender, table)
    return left_out


def bars(table):
    """(row, what is compared, figure, bar, whether it is met)"""
    for row, peer, bar in BARS:
        ours = table.median(row, OURS)
        theirs = table.median(row, peer) if peer else 1
        if ours is None or theirs is None:
            continue
        figure = ours / theirs
        unit = f"× {peer}" if peer else table.rows[row]["unit"]
        yield row, unit, figure, bar, figure >= bar if row in RATES else figure <= bar


def main():
    options = arguments()
    # Either way everything that was started is ended.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    table = Table()
    try:
        left_out = measure(options, table)
    except KeyboardInterrupt:
        sys.exit(130)
    table.print([name for name in options.engines.split(",") if name not in left_out])
    for row, what, figure, bar, met in bars(table):
        print(f"{row}: {figure:.3g} {what} (bar {bar}: {'met' if met else 'missed'})")
    for name, reason in left_out.items():
        print(f"left out: {name}: {reason}")
    if options.json:
        report = {
            "bench": "network",
            "runs": options.runs,
            "starts": options.starts,
            "kernel": os.uname().release,
            "processors": os.cpu_count(),
            "rows": table.rows,
            "bars": [list(bar) for bar in bars(table)],
            "left_out": left_out,
        }
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(report, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()
