/// A `config.json` with every field of the specification for Linux, each with
/// a value of its own.
let completeConfiguration = #"""
    {
      "ociVersion": "1.2.0",
      "process": {
        "terminal": true,
        "consoleSize": {"height": 40, "width": 132},
        "user": {"uid": 1000, "gid": 1001, "umask": 18, "additionalGids": [5, 6]},
        "args": ["sh", "-c", "exit 0"],
        "env": ["PATH=/bin", "TERM=xterm"],
        "cwd": "/srv",
        "capabilities": {
          "bounding": ["CAP_CHOWN"], "effective": ["CAP_KILL"], "inheritable": ["CAP_MKNOD"],
          "permitted": ["CAP_SETUID"], "ambient": ["CAP_NET_RAW"]
        },
        "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 18446744073709551615, "soft": 1024}],
        "noNewPrivileges": true,
        "apparmorProfile": "profile",
        "oomScoreAdj": -500,
        "scheduler": {
          "policy": "SCHED_DEADLINE", "nice": -5, "priority": 10, "flags": ["SCHED_FLAG_RECLAIM"],
          "runtime": 1000000, "deadline": 2000000, "period": 3000000
        },
        "selinuxLabel": "system_u:system_r:svirt_lxc_net_t:s0",
        "ioPriority": {"class": "IOPRIO_CLASS_IDLE", "priority": 4},
        "execCPUAffinity": {"initial": "0-1", "final": "1"}
      },
      "root": {"path": "rootfs", "readonly": true},
      "hostname": "box",
      "domainname": "example.org",
      "mounts": [
        {
          "destination": "/data", "type": "bind", "source": "/srv/data", "options": ["rbind", "ro"],
          "uidMappings": [{"containerID": 0, "hostID": 100000, "size": 65536}],
          "gidMappings": [{"containerID": 1, "hostID": 200000, "size": 10}]
        }
      ],
      "hooks": {
        "prestart": [{"path": "/h/prestart", "args": ["prestart", "x"], "env": ["A=1"], "timeout": 5}],
        "createRuntime": [{"path": "/h/createRuntime"}],
        "createContainer": [{"path": "/h/createContainer"}],
        "startContainer": [{"path": "/h/startContainer"}],
        "poststart": [{"path": "/h/poststart"}],
        "poststop": [{"path": "/h/poststop"}]
      },
      "annotations": {"org.example.key": "value"},
      "linux": {
        "namespaces": [
          {"type": "pid"}, {"type": "network", "path": "/proc/1/ns/net"}, {"type": "mount"}, {"type": "ipc"},
          {"type": "uts"}, {"type": "user"}, {"type": "cgroup"}, {"type": "time"}
        ],
        "uidMappings": [{"containerID": 0, "hostID": 1000, "size": 1}],
        "gidMappings": [{"containerID": 0, "hostID": 1000, "size": 1}],
        "timeOffsets": {"monotonic": {"secs": 86400, "nanosecs": 5}, "boottime": {"secs": -1}},
        "devices": [
          {"path": "/dev/fuse", "type": "c", "major": 10, "minor": 229, "fileMode": 438, "uid": 1, "gid": 2}
        ],
        "netDevices": {"eth1": {"name": "net0"}, "eth2": {}},
        "cgroupsPath": "/group/box",
        "resources": {
          "devices": [{"allow": false, "access": "rwm"}, {"allow": true, "type": "c", "major": 1, "minor": 3, "access": "rw"}],
          "memory": {
            "limit": 536870912, "reservation": 268435456, "swap": -1, "kernel": -1, "kernelTCP": 1048576,
            "swappiness": 60, "disableOOMKiller": false, "useHierarchy": true, "checkBeforeUpdate": true
          },
          "cpu": {
            "shares": 1024, "quota": 100000, "burst": 20000, "period": 50000, "realtimeRuntime": 95000,
            "realtimePeriod": 100000, "cpus": "0-1", "mems": "0", "idle": 1
          },
          "pids": {"limit": 100},
          "blockIO": {
            "weight": 100, "leafWeight": 200,
            "weightDevice": [{"major": 8, "minor": 0, "weight": 300, "leafWeight": 400}],
            "throttleReadBpsDevice": [{"major": 8, "minor": 1, "rate": 1}],
            "throttleWriteBpsDevice": [{"major": 8, "minor": 2, "rate": 2}],
            "throttleReadIOPSDevice": [{"major": 8, "minor": 3, "rate": 3}],
            "throttleWriteIOPSDevice": [{"major": 8, "minor": 4, "rate": 4}]
          },
          "hugepageLimits": [{"pageSize": "2MB", "limit": 4194304}],
          "network": {"classID": 1048577, "priorities": [{"name": "eth0", "priority": 500}]},
          "rdma": {"mlx5_1": {"hcaHandles": 3, "hcaObjects": 10000}},
          "unified": {"memory.high": "1000000"}
        },
        "intelRdt": {
          "closID": "guaranteed", "schemata": ["L3:0=7f0"], "l3CacheSchema": "L3:0=ffff0", "memBwSchema": "MB:0=20",
          "enableMonitoring": true, "enableCMT": true, "enableMBM": false
        },
        "memoryPolicy": {"mode": "MPOL_INTERLEAVE", "nodes": "0-1", "flags": ["MPOL_F_STATIC_NODES"]},
        "sysctl": {"net.ipv4.ip_forward": "1"},
        "seccomp": {
          "defaultAction": "SCMP_ACT_ERRNO",
          "defaultErrnoRet": 38,
          "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X32"],
          "flags": ["SECCOMP_FILTER_FLAG_LOG"],
          "listenerPath": "/run/listener.sock",
          "listenerMetadata": "box",
          "syscalls": [
            {
              "names": ["clone", "unshare"], "action": "SCMP_ACT_NOTIFY", "errnoRet": 1,
              "args": [{"index": 1, "value": 18446744073709551615, "valueTwo": 2, "op": "SCMP_CMP_MASKED_EQ"}]
            }
          ]
        },
        "rootfsPropagation": "slave",
        "maskedPaths": ["/proc/kcore"],
        "readonlyPaths": ["/proc/sys"],
        "mountLabel": "system_u:object_r:svirt_sandbox_file_t:s0",
        "personality": {"domain": "LINUX32", "flags": []}
      }
    }
    """#
