"""engine.py: container engines verb by verb, in turn; many starts at once; the
memory of what stays alive; and a thousand idle containers.

Every round does each verb once with each engine, so that whatever else the
machine does meanwhile falls on all of them alike.
"""

import argparse
import contextlib
import json
import os
import signal
import statistics
import sys
import time

from container_engines import IDLE, POLITE, Contender, Docker, Podman, Skiff
from engine_memory import MIB, Memory, Remains, descendants, is_engine, machine, processes
from image_engines import LeftOut
from interleave import Timer

OURS = "skiff"
VERBS = ["run --rm", "run -d", "exec", "ps", "stop", "rm -f"]
PARTS = [*VERBS, "starts", "idle"]
WORKERS = 8
BARS = [
    # row, peer (none: an absolute figure), bar
    ("run --rm", "docker", 0.05),
    ("run --rm", "podman", 0.1),
    ("exec", "docker", 0.05),
    ("starts", None, 1000),
    ("supervisor", None, 1),
    ("ps of idle", None, 30),
    ("idle memory", None, 2048),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scratch", required=True, metavar="DIRECTORY")
    parser.add_argument("--layout", required=True, metavar="DIRECTORY")
    parser.add_argument("--skiff", required=True, metavar="PROGRAM")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--only", default=",".join(PARTS), metavar="PART,…", help=", ".join(PARTS))
    parser.add_argument("--engines", default="skiff,docker,podman", metavar="NAME,…")
    parser.add_argument("--starts", type=int, default=64, metavar="NUMBER", help="containers started at once")
    parser.add_argument("--idle", type=int, default=1000, metavar="NUMBER", help="idle containers held by skiff")
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args()


class Table:
    """Figures by row and engine: each a list of measurements with a unit."""

    def __init__(self):
        self.rows = {}

    def add(self, row, unit, engine, value):
        self.rows.setdefault(row, {"unit": unit, "values": {}})["values"].setdefault(engine, []).append(value)

    def median(self, row, engine):
        """`None` if it wasn't measured."""
        values = self.rows.get(row, {"values": {}})["values"].get(engine)
        return statistics.median(values) if values else None

    def print(self, engines):
        width = max(map(len, self.rows))
        print(" " * width, *(f"{engine:>20}" for engine in engines))
        for row, found in self.rows.items():
            ours = self.median(row, OURS)
            cells = []
            for engine in engines:
                value = self.median(row, engine)
                text = "-" if value is None else f"{value:.2f} {found['unit']}"
                if value is not None and engine != OURS and ours:
                    text += f" {value / ours:6.1f} ×"
                cells.append(f"{text:>20}")
            print(f"{row:<{width}}", *cells)

    def bars(self):
        """(row, what is compared, figure, bar) for each bar that can be told."""
        for row, peer, bar in BARS:
            ours = self.median(row, OURS)
            if ours is None:
                continue
            if peer is None:
                yield row, self.rows[row]["unit"], ours, bar
            elif self.median(row, peer):
                yield row, f"× {peer}", ours / self.median(row, peer), bar


def verbs(contender, number, wanted, timer, table):
    """One round of one engine: two containers, each from its start to its end."""
    engine = contender.engine

    def measure(verb, words):
        taken = timer.milliseconds(words, contender.environment)
        if number >= 0 and verb in wanted:
            table.add(verb, "ms", contender.name, taken)

    first, second = f"bench-{number + 1}-first", f"bench-{number + 1}-second"
    if "run --rm" in wanted:
        measure("run --rm", engine.run_to_end())
    if wanted == {"run --rm"}:
        return
    measure("run -d", engine.run_detached(first, POLITE))
    if "exec" in wanted:
        measure("exec", engine.execute(first))
    if "ps" in wanted:
        measure("ps", engine.list())
    measure("stop", engine.stop(first))
    contender.run(engine.remove([first]))
    if "rm -f" in wanted:
        measure("run -d", engine.run_detached(second, POLITE))
        measure("rm -f", engine.remove([second]))


def rounds(contenders, wanted, runs, table, left_out):
    timer = Timer()
    for number in range(-1, runs):
        for contender in contenders:
            if contender.name not in left_out:
                with leaving_out(contender, left_out):
                    verbs(contender, number, wanted, timer, table)


@contextlib.contextmanager
def leaving_out(contender, left_out):
    try:
        yield
    except LeftOut as reason:
        left_out[contender.name] = str(reason)


def start_all(contender, names, at_once):
    """Starts containers, so many commands at once; the seconds until all run."""
    began = time.perf_counter()
    waiting, running = list(reversed(names)), []
    while waiting or running:
        while waiting and len(running) < at_once:
            running.append(contender.start(contender.engine.run_detached(waiting.pop(), IDLE)))
        if running.pop(0).wait() != 0:
            for process in running:
                process.wait()
            raise LeftOut("one of many starts failed")
    return time.perf_counter() - began


def timed(contender, words, timer, row, table, times=1):
    for _ in range(times):
        table.add(row, "ms", contender.name, timer.milliseconds(words, contender.environment))


def starts(contender, count, table):
    """Many at once, what stays alive for them, and how they are listed and removed."""
    timer = Timer()
    names = [f"bench-{number}-idle" for number in range(count)]
    before = processes()
    resident = Memory(filter(is_engine, before - own()))
    daemons = Memory(descendants(contender.daemon.process.pid) if contender.daemon else [])
    table.add("daemons", "MiB", contender.name, daemons.private_dirty / MIB)
    seconds = start_all(contender, names, at_once=count)
    table.add("starts", "ms", contender.name, seconds * 1e3)
    timed(contender, contender.engine.list(), timer, "ps of many", table, times=5)
    now = Memory(filter(is_engine, processes() - own()))
    table.add("supervisor", "MiB", contender.name, (now.private_dirty - resident.private_dirty) / count / MIB)
    table.add("supervisor PSS", "MiB", contender.name, (now.proportional - resident.proportional) / count / MIB)
    timed(contender, contender.engine.remove_at_once(names), timer, "rm -f of many", table)


def own():
    """The bench's own processes."""
    return {1, os.getpid()}


def idle(contender, count, table):
    """Holds so many, and removes them; lines about what has stayed."""
    timer, engine = Timer(), contender.engine
    names = [f"bench-{number}-held" for number in range(count)]
    remains, before, old = Remains(), machine(), processes()
    seconds = start_all(contender, names, at_once=WORKERS)
    table.add("start of idle", "ms each", contender.name, seconds * 1e3 / count)
    time.sleep(1)
    held = machine()
    table.add("idle memory", "MiB", contender.name, (before["available"] - held["available"]) / MIB)
    table.add("idle memory: kernel", "MiB", contender.name, (held["kernel"] - before["kernel"]) / MIB)
    memory = Memory(processes() - old)
    table.add("idle memory: PSS", "MiB", contender.name, memory.proportional / MIB)
    timed(contender, engine.list(), timer, "ps of idle", table, times=5)
    timed(contender, engine.statistics(), timer, "stats of idle", table)
    ids = engine.all()
    timed(contender, engine.remove(ids), timer, "rm -f of idle", table)
    for _ in range(50):
        found = Remains().since(remains, ids, engine.directory)
        if not found:
            break
        time.sleep(0.1)
    table.add("kept of idle", "MiB", contender.name, (before["available"] - machine()["available"]) / MIB)
    return found


def contend(engines, options, stack):
    """The engines that answer, and why the others don't. Skiff is the first one."""
    contenders, left_out = [], {}
    for engine in engines:
        if engine.name not in options.engines.split(","):
            continue
        directory = os.path.join(options.scratch, engine.name)
        try:
            made = engine(directory, options.skiff) if engine.name == OURS else engine(directory)
            contenders.append(stack.enter_context(Contender(made, options.layout)))
        except LeftOut as reason:
            left_out[engine.name] = str(reason)
    return contenders, left_out


def measure(options, table):
    """What was left out, and what has stayed of the idle containers."""
    wanted, leaks = set(options.only.split(",")), []
    if not wanted <= set(PARTS):
        sys.exit(f"engine.py: --only knows {', '.join(PARTS)}")
    with contextlib.ExitStack() as stack:
        contenders, left_out = contend((Skiff, Docker, Podman), options, stack)
        if wanted & set(VERBS):
            rounds(contenders, wanted, options.runs, table, left_out)
        for contender in contenders:
            if "starts" in wanted and contender.name not in left_out:
                with leaving_out(contender, left_out):
                    starts(contender, options.starts, table)
        for contender in contenders:
            if "idle" in wanted and contender.name == OURS:
                with leaving_out(contender, left_out):
                    leaks = idle(contender, options.idle, table)
    return left_out, leaks


def report(options, table, left_out, leaks):
    return {
        "bench": "engine",
        "runs": options.runs,
        "starts": options.starts,
        "idle": options.idle,
        "kernel": os.uname().release,
        "processors": os.cpu_count(),
        "rows": table.rows,
        "bars": [list(bar) for bar in table.bars()],
        "left_out": left_out,
        "leaks": leaks,
    }


def main():
    options = arguments()
    # Either way everything that was started is ended.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    table = Table()
    try:
        left_out, leaks = measure(options, table)
    except KeyboardInterrupt:
        sys.exit(130)
    table.print([name for name in options.engines.split(",") if name not in left_out])
    for row, what, figure, bar in table.bars():
        print(f"{row}: {figure:.3g} {what} (bar {bar}: {'met' if figure <= bar else 'missed'})")
    for name, reason in left_out.items():
        print(f"left out: {name}: {reason}")
    for leak in leaks:
        print(f"left behind: {leak}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(report(options, table, left_out, leaks), file, indent=2)
            file.write("\n")
    if leaks:
        sys.exit(1)


if __name__ == "__main__":
    main()
