/// The commands of Docker's client and their flags, as its help has them: those of 20.10 and of 28.2. What stands in
/// a group and by itself is here by the name without the group.
enum DockerCommands {
    /// The flags of a command, without dashes, by its words.
    static let flags: [String: Set<String>] = {
        var flags = [String: Set<String>]()
        var command = ""
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if !line.hasPrefix("  ") { command = String(parts[0]) }
            let words = line.hasPrefix("  ") ? line : parts.count > 1 ? parts[1] : ""
            flags[command, default: []].formUnion(words.split(separator: " ").map(String.init))
        }
        return flags
    }()

    /// First words whose commands are not told one by one: none of them is here.
    static let groups = [
        "builder", "buildx", "checkpoint", "compose", "config", "context", "manifest", "node", "plugin", "secret",
        "service", "stack", "swarm", "trust",
    ]

    /// Flags that newer clients don't show any more.
    static let oldFlags: Set = ["kernel-memory", "kubeconfig", "time"]

    /// Commands that Docker has in a group and by another name.
    static let otherNames = [
        "container ls": "ps", "image ls": "images", "image rm": "rmi", "system info": "info", "system events": "events",
    ]

    private static let text = """
        attach: detach-keys no-stdin sig-proxy
        build: add-host build-arg cache-from cgroup-parent compress cpu-period cpu-quota cpu-shares cpuset-cpus
          cpuset-mems disable-content-trust file force-rm iidfile isolation label memory memory-swap network
          no-cache platform pull quiet rm security-opt shm-size squash tag target ulimit
        commit: author change message pause
        container inspect: format size
        container prune: filter force
        cp: archive follow-link quiet
        create: add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns
          cidfile cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus
          cpuset-cpus cpuset-mems device device-cgroup-rule device-read-bps device-read-iops device-write-bps
          device-write-iops disable-content-trust dns dns-option dns-search domainname entrypoint env env-file
          expose gpus group-add health-cmd health-interval health-retries health-start-interval health-start-period
          health-timeout hostname init interactive io-maxbandwidth io-maxiops ip ip6 ipc isolation label label-file
          link link-local-ip log-driver log-opt mac-address memory memory-reservation memory-swap memory-swappiness
          mount name network network-alias no-healthcheck oom-kill-disable oom-score-adj pid pids-limit platform
          privileged publish publish-all pull quiet read-only restart rm runtime security-opt shm-size stop-signal
          stop-timeout storage-opt sysctl tmpfs tty ulimit use-api-socket user userns uts volume volume-driver
          volumes-from workdir
        diff:
        events: filter format since until
        exec: detach detach-keys env env-file interactive privileged tty user workdir
        export: output
        history: format human no-trunc platform quiet
        image inspect: format platform
        image prune: all filter force
        images: all digests filter format no-trunc quiet tree
        import: change message platform
        info: format
        inspect: format size type
        kill: signal
        load: input platform quiet
        login: password password-stdin username
        logout:
        logs: details follow since tail timestamps until
        network connect: alias driver-opt gw-priority ip ip6 link link-local-ip
        network create: attachable aux-address config-from config-only driver gateway ingress internal ip-range
          ipam-driver ipam-opt ipv4 ipv6 label opt scope subnet
        network disconnect: force
        network inspect: format verbose
        network ls: filter format no-trunc quiet
        network prune: filter force
        network rm: force
        pause:
        port:
        ps: all filter format last latest no-trunc quiet size
        pull: all-tags disable-content-trust platform quiet
        push: all-tags disable-content-trust platform quiet
        rename:
        restart: signal timeout
        rm: force link volumes
        rmi: force no-prune platform
        run: add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns
          cidfile cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus
          cpuset-cpus cpuset-mems detach detach-keys device device-cgroup-rule device-read-bps device-read-iops
          device-write-bps device-write-iops disable-content-trust dns dns-option dns-search domainname entrypoint
          env env-file expose gpus group-add health-cmd health-interval health-retries health-start-interval
          health-start-period health-timeout hostname init interactive io-maxbandwidth io-maxiops ip ip6 ipc
          isolation label label-file link link-local-ip log-driver log-opt mac-address memory memory-reservation
          memory-swap memory-swappiness mount name network network-alias no-healthcheck oom-kill-disable
          oom-score-adj pid pids-limit platform privileged publish publish-all pull quiet read-only restart rm
          runtime security-opt shm-size sig-proxy stop-signal stop-timeout storage-opt sysctl tmpfs tty ulimit
          use-api-socket user userns uts volume volume-driver volumes-from workdir
        save: output platform
        search: filter format limit no-trunc
        start: attach checkpoint checkpoint-dir detach-keys interactive
        stats: all format no-stream no-trunc
        stop: signal timeout
        system df: format verbose
        system prune: all filter force volumes
        tag:
        top:
        unpause:
        update: blkio-weight cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus
          cpuset-mems memory memory-reservation memory-swap pids-limit restart
        version: format
        volume create: availability driver group label limit-bytes opt required-bytes scope secret sharing
          topology-preferred topology-required type
        volume inspect: format
        volume ls: cluster filter format quiet
        volume prune: all filter force
        volume rm: force
        volume update: availability
        wait:
        """
}
