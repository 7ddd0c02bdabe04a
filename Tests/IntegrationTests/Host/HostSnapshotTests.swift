import TestSupport
import Testing

extension IntegrationTests {
    @Suite("What the other tests trust")
    struct HostSnapshotTests {
        private let skiff = Skiff.current

        @Test("a snapshot sees all that a running container has, and that it is gone")
        func container() throws {
            let before = try HostSnapshot(of: skiff)
            try skiff.withContainer { container in
                let differences = try HostSnapshot(of: skiff).differences(since: before)
                for kind in ["cgroup", "process", "entry of the state directory", "row of the database"] {
                    #expect(differences.contains { $0.hasPrefix("+ \(kind) ") }, "\(kind)")
                }
                #expect(differences.contains { $0.contains("skiff-runtime supervise") })
            }
            try skiff.expectHost(unchangedSince: before)
        }

        @Test("containers of another state directory don't matter")
        func others() throws {
            let before = try HostSnapshot(of: skiff)
            try Skiff.withOwnRoot { other in
                try other.withContainer { _ in try skiff.expectHost(unchangedSince: before) }
            }
        }

        @Test("a program that takes too long is ended, and the test told")
        func timeLimit() throws {
            #expect(throws: TestFailure.self) { try Program("sleep", ["1000"]).run(within: .milliseconds(200)) }
        }
    }
}
