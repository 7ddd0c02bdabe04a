import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A user namespace of the container's own", .requiresMappedOverlay)
    struct UserNamespaceTests {
        private let skiff = Skiff.current

        @Test("root inside is nobody outside, with ids that no other container has")
        func ids() throws {
            try skiff.withContainer(["--userns", "auto"]) { first in
                try skiff.withContainer(["--userns", "auto"]) { second in
                    let owners = try [first, second].map { try HostFile.status("/proc/\($0.pid)").st_uid }
                    #expect(owners.allSatisfy { $0 >= 1 << 30 })
                    #expect(owners[0] != owners[1])
                    let map = try first.processFile("uid_map").split(separator: " ").map(String.init)
                    #expect(map == ["0", "\(owners[0])", "65536"])
                    #expect(try first.processFile("gid_map") == first.processFile("uid_map"))
                    #expect(try first.processFile("status").contains("Groups:\t\(owners[0]) \(owners[0] + 10) \n"))
                }
            }
        }

        @Test("files keep the image's owners, inside and on disk")
        func owners() throws {
            let script = "stat -c '%u:%g' /bin/busybox /home; id -u; touch /made; chown 1000:33 /made; su user -c 'touch /tmp/theirs'; stat -c '%u:%g' /made /tmp/theirs; sleep 1000"
            try skiff.withContainer(["--userns", "auto"], ["sh", "-c", script]) { container in
                let isReady = try eventually { try skiff.run("logs", container.id).lines.count == 5 }
                #expect(isReady)
                #expect(try skiff.run("logs", container.id).lines == ["0:0", "0:0", "0", "1000:33", "1000:1000"])
                let upper = "\(skiff.root)/containers/\(container.id)/upper"
                let made = try HostFile.status("\(upper)/made")
                let theirs = try HostFile.status("\(upper)/tmp/theirs")
                #expect([made.st_uid, made.st_gid, theirs.st_uid, theirs.st_gid] == [1000, 33, 1000, 1000])
            }
        }

        @Test("files of the image can be changed, and the shared layers aren't")
        func writing() throws {
            let script = "echo more >>/etc/shells && mv /etc/profile /etc/profile2 && rm /etc/group && ls /etc && tail -n 1 /etc/shells"
            let result = try skiff.shell(["--userns", "auto"], script)
            #expect(result.exitCode == 0, "\(result)")
            #expect(result.lines.last == "more")
            #expect(!result.lines.contains("group"))
            #expect(try skiff.shell([], "tail -n 1 /etc/shells; ls /etc/group").lines == ["/bin/ash", "/etc/group"])
        }

        @Test("a user of the image runs with mapped ids", arguments: ["user", "1000"])
        func otherUser(user: String) throws {
            let report = try skiff.probe(["--userns", "auto", "--user", user], only: "ids")
            #expect(report["uid"]["real"].number == 1000)
            #expect(Set(report["groups"].elements.compactMap(\.number)).isSuperset(of: [10, 33]))
        }

        @Test("memory, terminals and message queues work in it")
        func filesystems() throws {
            let script = "touch /dev/shm/x /dev/mqueue/y && mount | grep -c -E ' (/proc|/sys|/dev|/dev/pts|/dev/shm|/dev/mqueue) '"
            #expect(try skiff.shell(["--userns", "auto"], script).text == "6")
        }

        @Test("an id outside of it is refused")
        func outside() throws {
            let result = try skiff.run("run", "--rm", "--userns", "auto", "--user", "70000", "busybox", "true")
            #expect(result.exitCode == 125)
            #expect(result.errorText.contains("70000"))
        }

        @Test("what would undo it is refused", arguments: [["--privileged"], ["--network", "host"]])
        func conflicts(options: [String]) throws {
            let result = try skiff.run(["run", "--rm", "--userns", "auto"] + options + ["busybox", "true"])
            #expect(result.exitCode == 125)
            #expect(result.errorText.contains("--userns host"))
        }
    }
}
