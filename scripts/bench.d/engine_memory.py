"""engine_memory.py: what containers take of the machine's memory, and whether
anything of them has stayed."""

import contextlib
import os
import re

from container_engines import hierarchies

MIB = 2**20


class Memory:
    """What a set of processes takes (proc_pid_smaps(5)), in bytes."""

    def __init__(self, processes):
        self.processes = 0
        self.private_dirty = 0
        self.proportional = 0
        for process in processes:
            # It may have ended.
            with contextlib.suppress(OSError), open(f"/proc/{process}/smaps_rollup", encoding="ascii") as rollup:
                sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in list(rollup)[1:]}
                self.processes += 1
                self.private_dirty += sizes["Private_Dirty"]
                self.proportional += sizes["Pss"]


def processes():
    """All of this pid namespace and below."""
    return {int(name) for name in os.listdir("/proc") if name.isdigit()}


def open_files(process):
    """How many descriptors it has; none when it has ended."""
    try:
        return len(os.listdir(f"/proc/{process}/fd"))
    except OSError:
        return 0


def is_engine(process):
    """Whether it is an engine's own: a container's have a pid namespace of theirs."""
    try:
        return os.readlink(f"/proc/{process}/ns/pid") == os.readlink("/proc/self/ns/pid")
    except OSError:
        return False


def machine():
    """Bytes that are available, and that the kernel has for itself (proc_meminfo(5))."""
    with open("/proc/meminfo", encoding="ascii") as file:
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in file}
    kernel = sum(sizes.get(name, 0) for name in ("Slab", "KernelStack", "PageTables", "Percpu"))
    return {"available": sizes["MemAvailable"], "kernel": kernel}


def is_of(mount, names, directory):
    """Whether a mount lies in the directory, or has one of the names."""
    return f"{directory}/" in mount or any(name in mount for name in names)


def descendants(process):
    """It and all that it has started."""
    found = {process}
    for parent in list(found):
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{parent}/task"):
                with open(f"/proc/{parent}/task/{task}/children", encoding="ascii") as children:
                    for child in children.read().split():
                        found |= descendants(int(child))
    return found


class Remains:
    """What containers could leave behind, counted."""

    def __init__(self):
        with open("/proc/self/mountinfo", encoding="utf-8") as mounts:
            # Without the mount's own number and that of the one it lies on.
            self.mounts = {line.split(maxsplit=2)[2] for line in mounts}
        self.processes = processes()
        self.files = sum(map(open_files, self.processes))

    def since(self, earlier, names, directory):
        """Lines about what is there now and was not; `names` are the ids of containers that are gone, `directory`
        is where their engine keeps all it has. The other engines mount as they like meanwhile."""
        found = []
        new = sorted(self.processes - earlier.processes)
        if new:
            found.append(f"{len(new)} processes")
        mounts = [mount for mount in self.mounts - earlier.mounts if is_of(mount, names, directory)]
        if mounts:
            found.append(f"{len(mounts)} mounts")
        groups = self.groups(names)
        if groups:
            found.append(f"{len(groups)} cgroups")
        # The other engines' daemons open files, too, but not with each container of ours.
        if self.files - earlier.files > max(len(names) // 10, 10):
            found.append(f"{self.files - earlier.files} open files")
        return found

    @staticmethod
    def groups(names):
        gone = set(names)
        group = re.compile("skiff-([0-9a-f]{64})")
        found = []
        for hierarchy in hierarchies():
            matches = filter(None, map(group.fullmatch, os.listdir(hierarchy)))
            found += [f"{hierarchy}/{match.group()}" for match in matches if match.group(1) in gone]
        return found
