import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("--systemd-cgroup of the runtime")
    struct RuntimeSystemdTests {
        @Test(
            "where no systemd runs it is refused with what to do, and leaves nothing",
            .disabled(if: HostFile.exists("/run/systemd/system"), "needs a host that systemd doesn't run on"))
        func absent() throws {
            try Bundle.with { bundle in
                try bundle.configure { $0["linux"]["cgroupsPath"] = .string("system.slice:skiff:\(bundle.id)") }
                let result = try bundle.run("--systemd-cgroup", "create", "--bundle", bundle.path, bundle.id)
                #expect(result.exitCode == 1)
                #expect(result.errorText.contains("systemd is not running on this host (no /run/systemd/system)"))
                #expect(try bundle.status() == nil)
            }
        }

        /// systemd as the first process of namespaces of its own, with a part of each hierarchy for its root.
        private static let host = """
            for h in /sys/fs/cgroup/*/; do
                mkdir "$h$id"
                for f in cpuset.cpus cpuset.mems; do [ -e "$h$f" ] && cat "$h$f" >"$h$id/$f"; done
                echo $$ >"$h$id/cgroup.procs"
            done
            cat >"$directory/boot" <<'EOF'
            mount -t proc proc /proc
            names=$(cd /sys/fs/cgroup && echo *)
            umount -l /sys/fs/cgroup && mount -t tmpfs tmpfs /sys/fs/cgroup
            for name in $names; do
                mkdir /sys/fs/cgroup/$name
                case $name in
                systemd) mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/$name ;;
                unified) mount -t cgroup2 cgroup2 /sys/fs/cgroup/$name ;;
                *) mount -t cgroup -o "$name" cgroup /sys/fs/cgroup/$name ;;
                esac
            done
            mount -t tmpfs tmpfs /run
            mkdir /run/units
            printf '[Unit]\\nDefaultDependencies=no\\n' >/run/units/default.target
            export container=lxc SYSTEMD_UNIT_PATH=/run/units
            exec /lib/systemd/systemd --system --unit=default.target --log-target=null
            EOF
            unshare --kill-child -p -f -m -C -u -i --propagation private sh "$directory/boot" >/dev/null 2>&1 &
            unshare=$!
            for h in /sys/fs/cgroup/*/; do echo $$ >"${h}cgroup.procs"; done
            tries=0
            until systemd=$(cat "/proc/$unshare/task/$unshare/children") && [ -n "$systemd" ] &&
                nsenter -t $systemd -m test -e /run/systemd/private; do
                tries=$((tries + 1))
                [ $tries -lt 500 ] || exit 90
                sleep 0.02
            done
            inside() { nsenter -t $systemd -m -p -C -u -i "$@"; }

            """

        private static let end = """

            kill -9 $systemd
            wait
            for h in /sys/fs/cgroup/*/; do
                n=0
                until find "$h$id" -depth -type d -exec rmdir {} + 2>/dev/null; do
                    n=$((n + 1)); [ $n -lt 100 ] || exit 91
                    sleep 0.02
                done
            done
            """

        @Test(
            "a container is a scope of systemd's with its limits, and the scope ends with it",
            .enabled(if: HostFile.exists("/lib/systemd/systemd"), "needs systemd's programs"), .requiresCgroupV1)
        func scope() throws {
            try Bundle.with { bundle in
                try bundle.configure { configuration in
                    configuration["linux"]["cgroupsPath"] = .string("system.slice:skiff:\(bundle.id)")
                    configuration["linux"]["resources"]["memory"]["limit"] = .number(67_108_864)
                    configuration["linux"]["resources"]["pids"]["limit"] = .number(55)
                    configuration["annotations"]["org.systemd.property.TimeoutStopUSec"] = .string("uint64 5000000")
                }
                let unit = "skiff-\(bundle.id).scope"
                let script =
                    Self.host + """
                        runtime() {
                            inside '\(Installation.executables)/skiff-runtime' --root '\(bundle.root)' --systemd-cgroup "$@"
                        }
                        show() { inside systemctl show '\(unit)' "$@"; }
                        runtime create --bundle "$bundle" "$id" >/dev/null </dev/null && runtime start "$id"
                        echo "created $?"
                        show -p ActiveState -p TasksMax -p MemoryLimit -p Slice -p Delegate -p TimeoutStopUSec
                        pid=$(runtime state "$id" | sed -n 's/.*"pid": \\([0-9]*\\).*/\\1/p')
                        inside sed -n 's/.*:memory:/memory /p; s/.*:freezer:/freezer /p' "/proc/$pid/cgroup"
                        runtime update --pids-limit 66 "$id"
                        echo "updated $?"
                        show -p TasksMax
                        runtime delete --force "$id"
                        echo "deleted $?"
                        show -p ActiveState -p LoadState
                        runtime create --bundle "$bundle" "$id" >/dev/null </dev/null
                        echo damaged >'\(bundle.root)'/$id/state.json
                        runtime delete --force "$id" 2>/dev/null
                        echo "damaged $?" $(show -p ActiveState) $(inside find /sys/fs/cgroup -name '\(unit)')
                        """ + Self.end
                let result = try bundle.script(script).run(within: .seconds(60)).succeeded()
                let lines = Set(result.lines)
                let path = "/system.slice/\(unit)"
                for line in [
                    "created 0", "ActiveState=active", "TasksMax=55", "MemoryLimit=67108864", "Slice=system.slice",
                    "Delegate=yes", "TimeoutStopUSec=5s", "memory \(path)", "freezer \(path)", "updated 0",
                    "TasksMax=66", "deleted 0", "ActiveState=inactive", "damaged 0 ActiveState=inactive",
                ] { #expect(lines.contains(line), "\(line): \(result.lines)") }
            }
        }
    }
}
