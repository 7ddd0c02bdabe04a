"""network_attach.py: what one more container costs beside 1, 100 and 1 000 that are
attached to the same network.

The attachment alone is taken from the stages that SKIFF_TRACE tells: what the engine
decides, and the links' making, which a thread of the supervisor does beside the rest
of the start. A container's whole life is measured with it, and without a network: what
that grows by has nothing to do with networks.
"""

import os
import time

from engine import start_all
from interleave import Timer

COUNTS = (1, 100, 1000)
# The kernel takes the last container's namespace apart meanwhile, with the lock that links are made under.
PAUSE = 0.1


def stages(path):
    """The trace of one run: (nanoseconds, process, stage) by time; the file is empty then."""
    with open(path, "r+", encoding="utf-8") as file:
        lines = [line.rstrip("\n").split(" ", 2) for line in file]
        file.truncate(0)
    return sorted((int(moment), process, stage) for moment, process, stage in lines)


def attachment(trace):
    """Milliseconds of the attachment alone."""
    moments = {stage: moment for moment, _, stage in trace}
    prepared = moments["skiff: network prepared"]
    process = next(process for _, process, stage in trace if stage == "skiff: network prepared")
    before = max(moment for moment, other, _ in trace if other == process and moment < prepared)
    return (prepared - before + moments["links: bridge joined"] - moments["links: begun"]) / 1e6


def attach(contender, table, runs=30):
    timer, held = Timer(), []
    trace = os.path.join(contender.engine.directory, "trace")
    traced = {**contender.environment, "SKIFF_TRACE": trace}

    def measure(words):
        time.sleep(PAUSE)
        return timer.milliseconds(words, traced)

    for count in COUNTS:
        more = [f"bench-{number}-held" for number in range(len(held), count)]
        start_all(contender, more, at_once=8)
        held += more
        for number in range(-1, runs):
            bridged = measure(contender.engine.run_to_end())
            alone = attachment(stages(trace))
            without = measure(contender.engine.run_without_network())
            stages(trace)
            if number >= 0:
                table.add(f"attach {count}", "ms", contender.name, alone)
                table.add(f"bridge {count}", "ms", contender.name, bridged)
                table.add(f"none {count}", "ms", contender.name, without)
    contender.run(contender.engine.remove(held))
    first, last = COUNTS[0], COUNTS[-1]
    for row in ("attach", "bridge", "none"):
        many, one = (table.median(f"{row} {count}", contender.name) for count in (last, first))
        table.add(f"{row} {last} beside {first}", "×", contender.name, many / one)
