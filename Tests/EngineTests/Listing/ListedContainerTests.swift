import JSON
import LinuxSystem
import Runtime
import TestSupport
import Testing

@testable import Engine

@Suite("What a list reads of containers")
struct ListedContainerTests {
    @Test("of a record the fields that are shown, beside the settings or in them")
    func record() throws {
        let flat = #"{"id":"1","image":"busybox","arguments":["sh","-c","x"],"labels":{"a":"b"},"network":"none"}"#
        let nested = #"""
            {"id":"1","image":"busybox","settings":{"arguments":["sh","-c","x"],"x":[{"labels":{"no":"no"}}],
            "labels":{"a":"b"},"network":"none","mounts":[{"path":"/tmp","target":"/x","readOnly":true},
            {"volume":{"name":"data"},"target":"/srv"},{"size":1,"target":"/t"}]}}
            """#
        var expected = ListedContainer.Record()
        expected.image = "busybox"
        expected.arguments = ["sh", "-c", "x"]
        expected.labels = ["a": "b"]
        expected.network = "none"
        #expect(try ListedContainer.Record(jsonText: Array(flat.utf8)) == expected)
        expected.mounts = [
            .init(source: "/tmp", target: "/x", isVolume: false), .init(source: "data", target: "/srv", isVolume: true),
        ]
        #expect(try ListedContainer.Record(jsonText: Array(nested.utf8)) == expected)
    }

    @Test("the record that the engine writes is read back")
    func writtenRecord() throws {
        let settings = try settings { options in
            options.command = ["a", "b"]
            options.labels = ["k": "v"]
            options.network = .host
            options.mounts = [
                MountOption(
                    source: .bind(path: "/tmp", createMissing: true, propagation: nil, recursive: true), target: "/x"),
                MountOption(source: .volume(VolumeMount(name: "data")), target: "/srv"),
                MountOption(source: .tmpfs(size: 1, mode: nil, options: []), target: "/t"),
            ]
        }
        let record = ContainerRecord(
            name: "n", image: "busybox", imageID: "sha256:2", createdAt: 3, removeOnExit: false, settings: settings)
        let listed = try ListedContainer.Record(jsonText: record.json)
        #expect(listed.image == "busybox" && listed.arguments == ["a", "b"] && listed.labels == ["k": "v"])
        #expect(listed.network == "host")
        #expect(
            listed.mounts == [
                .init(source: "/tmp", target: "/x", isVolume: false),
                .init(source: "data", target: "/srv", isVolume: true),
            ])
    }

    /// What a list tells of a container whose state file has this text.
    /// - Parameter isSupervised: somebody holds the lock.
    private func status(_ state: String?, isSupervised: Bool = false) throws -> ListedContainer.Status? {
        try withTemporaryDirectory { path in
            let directory = ContainerDirectory(owning: try Descriptor.open(path, [.directory]))
            try directory.descriptor.createFile("container.json", Array("{}".utf8))
            if let state { try directory.descriptor.createFile("state.json", Array(state.utf8)) }
            let lock = isSupervised ? try FileLock.tryExclusive("supervisor.lock", in: directory.descriptor) : nil
            defer { withExtendedLifetime(lock) {} }
            return try ListedState.read(from: directory)?.status
        }
    }

    private let start = Timestamp(nanoseconds: 5)

    @Test("what it is doing")
    func states() throws {
        #expect(try status(nil) == .created)
        let running = #"{"running":{"pid":1,"startedAt":5,"cgroup":"/x""#
        #expect(try status(running + "}}", isSupervised: true) == .running(since: start, health: nil))
        #expect(try status(running + #","paused":true}}"#, isSupervised: true) == .paused(since: start))
        #expect(
            try status(running + #","health":{"status":"starting","log":[{}]}}}"#, isSupervised: true)
                == .running(since: start, health: .starting))
        #expect(
            try status(#"{"exited":{"exitCode":3,"startedAt":5,"finishedAt":9,"oomKilled":false}}"#)
                == .exited(exitCode: 3, ended: Timestamp(nanoseconds: 9)))
        let restarting = #"{"restarting":{"last":{"exitCode":1,"startedAt":5,"finishedAt":9},"restartCount":2}}"#
        #expect(
            try status(restarting, isSupervised: true)
                == .restarting(exitCode: 1, ended: Timestamp(nanoseconds: 9)))
    }

    @Test("one whose supervisor is gone was killed with it; one whose state is spoilt is dead")
    func lost() throws {
        let running = #"{"running":{"pid":1,"startedAt":5,"cgroup":"/x"}}"#
        #expect(try status(running) == .exited(exitCode: 137, ended: start))
        #expect(try status("") == .dead)
        #expect(try status("{\"exi") == .dead)
        #expect(try status("{}") == .dead)
    }
}
