"""bundle.py CONFIG [limits]: turns what `runc spec` wrote into what Skiff does by itself.

The names of the machine's system calls come on standard input: the filter
allows them all, so that it is as long as a default profile. With `limits` the
container has limits of memory, processors and processes.
"""

import json
import os
import sys

# The 14 that Docker leaves a container.
CAPABILITIES = [
    "CAP_" + name
    for name in "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW "
    "SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split()
]


def main(path, *wishes):
    with open(path, encoding="utf-8") as file:
        config = json.load(file)
    config["process"].update(
        terminal=False,
        args=["/bin/true"],
        noNewPrivileges=True,
        capabilities={name: CAPABILITIES for name in ("bounding", "effective", "permitted")},
    )
    # Limits can only be raised by who has CAP_SYS_RESOURCE.
    config["process"].pop("rlimits", None)
    config["root"]["readonly"] = False
    config["mounts"] = [mount for mount in config["mounts"] if mount["type"] != "cgroup"]
    config["linux"]["namespaces"] = [
        {"type": name} for name in ("pid", "network", "ipc", "uts", "mount", "cgroup")
    ]
    # From the root of each hierarchy, not below the caller's own group.
    config["linux"]["cgroupsPath"] = f"/skiff-bench-{os.getpid()}"
    config["linux"]["seccomp"] = {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [{"names": sys.stdin.read().split(), "action": "SCMP_ACT_ALLOW"}],
    }
    if "limits" in wishes:
        config["linux"]["resources"].update(
            memory={"limit": 256 << 20},
            cpu={"shares": 512, "quota": 100_000, "period": 100_000},
            pids={"limit": 128},
        )
    with open(path, "w", encoding="utf-8") as file:
        json.dump(config, file)


main(*sys.argv[1:])
