import JSON
import LinuxSystem
import Testing

@testable import Runtime

@Suite("A container's state file")
struct ContainerStateTests {
    static let states: [ContainerState] = [
        .running(.init(pid: 4_194_304, startedAt: .max, startedSinceBoot: 5, cgroup: "/skiff-a\"b\u{1}")),
        .exited(ExitRecord(exitCode: 0, startedAt: 0, finishedAt: 1)),
        .exited(ExitRecord(exitCode: 137, signal: 9, finishedAt: -1, oomKilled: true, error: "é\n", cause: "killed")),
        .exited(measured),
    ]

    private static let measured: ExitRecord = {
        var record = ExitRecord(exitCode: 1, startedAt: 5, finishedAt: 4)
        record.length = 3600
        return record
    }()

    @Test("is read as it was written", arguments: states)
    func roundTrip(state: ContainerState) throws {
        try withTemporaryDirectory { path, _ in
            let directory = ContainerDirectory(owning: try Descriptor.open(path, [.directory]))
            try directory.write(state)
            #expect(try directory.readState() == state)
            #expect(try directory.descriptor.entries().map(\.shown) == [ContainerDirectory.stateName])
        }
    }

    @Test("is refused at every byte at which it is cut off", arguments: states)
    func truncation(state: ContainerState) throws {
        let bytes = state.json
        for length in 0..<bytes.count {
            #expect(throws: (any Error).self) {
                try ContainerState(jsonText: Array(bytes[..<length]))
            }
        }
    }

    @Test("is read or refused whichever bit is turned")
    func turnedBits() throws {
        try withTemporaryDirectory { path, _ in
            let directory = ContainerDirectory(owning: try Descriptor.open(path, [.directory]))
            let bytes = Self.states[2].json
            for bit in 0..<bytes.count * 8 {
                var turned = bytes
                turned[bit / 8] ^= 1 << UInt8(bit % 8)
                try directory.descriptor.writeFile(ContainerDirectory.stateName, turned)
                if let state = try? directory.readState(), case .running = state {
                    Issue.record("bit \(bit): a container that has exited runs")
                }
            }
        }
    }

    @Test("tells nothing of a container that never started, and is never followed as a link")
    func absence() throws {
        try withTemporaryDirectory { path, descriptor in
            let directory = ContainerDirectory(owning: try Descriptor.open(path, [.directory]))
            #expect(try directory.readState() == nil)
            #expect(try !directory.isSupervised())
            try descriptor.makeSymbolicLink(ContainerDirectory.stateName, to: "/etc/passwd")
            #expect(throws: SystemError.self) { try directory.readState() }
        }
    }
}
