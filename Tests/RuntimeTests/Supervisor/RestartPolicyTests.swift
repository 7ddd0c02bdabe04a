import LinuxSystem
import Testing

@testable import Runtime

@Suite("A restart policy")
struct RestartPolicyTests {
    @Test(
        "is read as Docker writes it",
        arguments: [
            ("no", RestartPolicy.no), ("", .no), ("always", .always), ("unless-stopped", .unlessStopped),
            ("on-failure", .onFailure(most: nil)), ("on-failure:0", .onFailure(most: nil)),
            ("on-failure:5", .onFailure(most: 5)), ("unhealthy", .unhealthy),
        ])
    func parses(text: String, policy: RestartPolicy) {
        #expect(RestartPolicy(parsing: text) == policy)
        #expect(RestartPolicy(parsing: policy.text) == policy)
    }

    @Test("is refused when it is none", arguments: ["yes", "on-failure:", "on-failure:-1", "on-failure:x", "always:3"])
    func refuses(text: String) {
        #expect(RestartPolicy(parsing: text) == nil)
    }

    @Test("decides by the exit code and by how often it has restarted")
    func decides() {
        let (good, bad) = (ExitRecord(exitCode: 0, finishedAt: 1), ExitRecord(exitCode: 1, finishedAt: 1))
        #expect(!RestartPolicy.no.restarts(after: bad, restarts: 0))
        #expect(RestartPolicy.always.restarts(after: good, restarts: 1000))
        #expect(RestartPolicy.unlessStopped.restarts(after: good, restarts: 0))
        #expect(!RestartPolicy.onFailure(most: nil).restarts(after: good, restarts: 0))
        #expect(RestartPolicy.onFailure(most: 2).restarts(after: bad, restarts: 1))
        #expect(!RestartPolicy.onFailure(most: 2).restarts(after: bad, restarts: 2))
        #expect(RestartPolicy.unhealthy.restarts(after: bad, restarts: 9))
        #expect(!RestartPolicy.unhealthy.restarts(after: good, restarts: 0))
    }

    @Test("waits twice as long each time, a minute at most, and from the beginning after a good run")
    func delays() {
        var delay = RestartDelay()
        let waits = (0..<12).map { _ in delay.next(after: 20) }
        #expect(waits == [100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 60000, 60000])
        #expect(delay.next(after: 10_000) == 100)
        #expect(delay.next(after: 9_999) == 200)
    }
}
