import CommandLine

/// The flags that Docker's users may type and that have no meaning here so
/// far. Each is refused with a sentence of what to do, none is ignored.
extension RunCommand.Options {
    var notSupported: FlagGroup {
        FlagGroup("", names + namespaces + lifecycle + limitsOfDevices)
    }

    private var names: [Flag] {
        [
            .notSupported("link", "put both containers in a network of their own: there they find each other by name"),
            .notSupported("link-local-ip", "the kernel gives each link one"),
        ]
    }

    private var namespaces: [Flag] {
        [
            .notSupported("gpus", "give each device with --device"),
            .notSupported("group-add", "add the user to the group in the image's /etc/group"),
            .notSupported("storage-opt", "bind a file system of the size you want with -v"),
            .notSupported("volume-driver", "the only driver is local"),
        ]
    }

    private var lifecycle: [Flag] {
        [
            .notSupported("annotation", "use --label"),
            .notSupported("attach", short: "a", "run attaches to all streams, or to none with -d"),
            .notSupported("cidfile", "-d prints the id"),
            .notSupported("label-file", "use --label"),
            .notSupported("platform", "images run on the host's platform only"),
            .notSupported("quiet", short: "q", "no image is pulled, so that there is nothing to be quiet about"),
            .notSupported("runtime", "skiff-runtime runs every container"),
            .notSupported("sig-proxy", "signals are always passed on"),
        ]
    }

    private var limitsOfDevices: [Flag] {
        let names = [
            "blkio-weight", "blkio-weight-device", "device-cgroup-rule", "device-read-bps", "device-read-iops",
            "device-write-bps", "device-write-iops",
        ]
        return names.map { .notSupported($0, "the use of block devices is not limited") } + [
            .notSupported("cpu-period", "use --cpus"),
            .notSupported("cpu-quota", "use --cpus"),
            .notSupported("cpu-rt-period", "use --cpus"),
            .notSupported("cpu-rt-runtime", "use --cpus"),
            .notSupported("cpuset-mems", "use --cpuset-cpus"),
            .notSupported("kernel-memory", "it counts as memory: use --memory"),
            .notSupported("memory-swappiness", "use --memory-swap"),
            .notSupported("oom-kill-disable", "use --oom-score-adj"),
        ]
    }
}
