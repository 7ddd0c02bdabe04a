import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Namespaces")
    struct NamespaceTests {
        private let skiff = Skiff.current
        private static let all = ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"]

        @Test(
            "each namespace is the container's own, but for those it is to share",
            arguments: [
                ([], ["time", "user"]),
                (["--network", "host"], ["net", "time", "user"]),
                (["--userns", "auto"], ["time"]),
                (["--privileged"], ["time", "user"]),
            ] as [([String], Set<String>)])
        func own(options: [String], shared: Set<String>) throws {
            let inside = try skiff.probe(options, only: "namespaces")
            for name in Self.all {
                #expect((inside[name].number == hostNamespace(name)) == shared.contains(name), "\(name)")
            }
        }

        @Test("the first process is in them as seen from outside, too")
        func outside() throws {
            try skiff.withContainer { container in
                for name in Self.all {
                    let isShared =
                        HostFile.linkTarget("/proc/\(container.pid)/ns/\(name)")
                        == HostFile.linkTarget("/proc/self/ns/\(name)")
                    #expect(isShared == ["time", "user"].contains(name), "\(name)")
                }
                let hostname = try Program("nsenter", ["-t", "\(container.pid)", "-u", "hostname"]).run().succeeded()
                #expect(hostname.text == container.id.prefix(12))
            }
        }

        @Test(
            "the host's name stays as it was",
            arguments: [(["--hostname", "web"], "web"), (["-h", "a.b-c"], "a.b-c")])
        func hostname(options: [String], name: String) throws {
            let before = try HostFile.text("/proc/sys/kernel/hostname")
            #expect(try skiff.probe(options, only: "host")["hostname"].string == name)
            #expect(try skiff.shell(options, "hostname; echo $HOSTNAME").lines == [name, name])
            #expect(try HostFile.text("/proc/sys/kernel/hostname") == before)
        }

        @Test("without a network there is a loopback that is up, and nothing else")
        func loopback() throws {
            let links = try skiff.probe(only: "network").elements
            #expect(links.map { $0["name"].string } == ["lo"])
            #expect(links.first?["up"].boolean == true)
            #expect(links.first?["addresses"].strings.contains("127.0.0.1") == true)
        }

        @Test("in the host's network names are resolved by the host's files, which stay the host's")
        func nameFiles() throws {
            for path in ["/etc/hosts", "/etc/resolv.conf"] where HostFile.exists(path) {
                let inside = try skiff.shell(["--network", "host"], "cat \(path)").output
                let outside = try HostFile.bytes(path)
                #expect(inside == outside)
                // It has a copy.
                try skiff.shell(["--network", "host"], "echo x >>\(path)").succeeded()
                #expect(try HostFile.bytes(path) == outside)
            }
        }

        @Test(
            "without a network nothing is mounted over the image's files of names, unless a flag asks for one of them")
        func ownNameFiles() throws {
            let script =
                "for name in hosts hostname resolv.conf; do test -e /etc/$name && echo $name; done; grep -c ' /etc/' /proc/mounts"
            #expect(try skiff.shell(["--network", "none"], script).lines == ["0"])
            let given = try skiff.shell(
                ["--network", "none", "--add-host", "box:127.0.0.1"], script + "; cat /etc/hosts")
            #expect(given.lines.prefix(4) == ["hosts", "hostname", "resolv.conf", "3"])
            #expect(given.lines.contains("127.0.0.1\tlocalhost") && given.lines.contains("127.0.0.1\tbox"), "\(given)")
        }

        @Test("the host's network is the host's")
        func hostNetwork() throws {
            let links = try skiff.probe(["--network", "host"], only: "network").elements.compactMap {
                $0["name"].string
            }
            #expect(links.sorted() == HostFile.names(in: "/sys/class/net"))
        }

        @Test("parameters of the container's own namespaces are set, and only there")
        func sysctls() throws {
            let names =
                "net.ipv4.ip_forward,kernel.msgmax,net.ipv4.ping_group_range,net.ipv4.ip_unprivileged_port_start"
            let before = try HostFile.text("/proc/sys/kernel/msgmax")
            let options = ["--sysctl", "net.ipv4.ip_forward=1", "--sysctl", "kernel.msgmax=16384"]
            let values = try skiff.probe(options, ["--sysctl", names])["sysctls"]
            #expect(values["net.ipv4.ip_forward"].string == "1")
            #expect(values["kernel.msgmax"].string == "16384")
            #expect(values["net.ipv4.ping_group_range"].string == "0\t2147483647")
            #expect(values["net.ipv4.ip_unprivileged_port_start"].string == "0")
            #expect(try HostFile.text("/proc/sys/kernel/msgmax") == before)
        }

        @Test(
            "a parameter of the host is refused",
            arguments: ["kernel.panic=1", "vm.swappiness=1", "net/../kernel/panic=1", "kernel.hostname=x"])
        func hostSysctls(parameter: String) throws {
            let result = try skiff.run("run", "--rm", "--sysctl", parameter, "busybox", "true")
            #expect(result.exitCode == 125)
            #expect(result.errorText.contains("sysctl"))
        }

        @Test("a container sees its own cgroup as the root of all")
        func cgroup() throws {
            let cgroups = try skiff.probe(only: "cgroups").elements
            #expect(!cgroups.isEmpty)
            #expect(cgroups.allSatisfy { !($0["path"].string ?? "").contains("skiff") })
            #expect(cgroups.contains { $0["path"].string == "/" })
        }
    }
}

/// The inode that is the identity of a namespace of this process.
private func hostNamespace(_ name: String) -> Int64? {
    let target = HostFile.linkTarget("/proc/self/ns/\(name)") ?? ""
    return target.split(separator: "[").last.flatMap { Int64($0.dropLast()) }
}
