"""process_group.py: a cgroup that measures what all processes in it take."""

import contextlib
import os
import threading
import time

PAGE = os.sysconf("SC_PAGE_SIZE")


class ProcessGroup:
    """A cgroup for one engine: CPU time by the kernel's account, memory by
    adding up the resident pages of its processes every few milliseconds."""

    def __init__(self, name):
        legacy = "/sys/fs/cgroup/cpuacct"
        self.is_legacy = os.path.isdir(legacy)
        self.path = os.path.join(legacy if self.is_legacy else "/sys/fs/cgroup", f"skiff-bench-{os.getpid()}-{name}")
        os.mkdir(self.path)

    def join(self):
        """Moves the calling process into the group."""
        with open(os.path.join(self.path, "cgroup.procs"), "w", encoding="ascii") as file:
            file.write("0")

    def cpu_seconds(self):
        if self.is_legacy:
            with open(os.path.join(self.path, "cpuacct.usage"), encoding="ascii") as file:
                return int(file.read()) / 1e9
        with open(os.path.join(self.path, "cpu.stat"), encoding="ascii") as file:
            return int(next(line for line in file if line.startswith("usage_usec ")).split()[1]) / 1e6

    def resident_bytes(self):
        total = 0
        # A process may end between one look and the next.
        with contextlib.suppress(OSError):
            for directory, _, _ in os.walk(self.path):
                with open(os.path.join(directory, "cgroup.procs"), encoding="ascii") as file:
                    pids = file.read().split()
                for pid in pids:
                    with contextlib.suppress(OSError), open(f"/proc/{pid}/statm", encoding="ascii") as statm:
                        total += int(statm.read().split()[1]) * PAGE
        return total

    def remove(self):
        for directory, _, _ in os.walk(self.path, topdown=False):
            for _ in range(100):
                try:
                    os.rmdir(directory)
                    break
                except OSError:
                    time.sleep(0.05)


class PeakMemory:
    """The most that a group's processes had resident while the body ran."""

    def __init__(self, group):
        self.group = group
        self.bytes = 0

    def __enter__(self):
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()
        return self

    def watch(self):
        while not self.ended.is_set():
            self.bytes = max(self.bytes, self.group.resident_bytes())
            self.ended.wait(0.01)

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
