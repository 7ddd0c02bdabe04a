import JSON
import Testing

@testable import Runtime

@Suite("Health")
struct HealthTests {
    private func result(_ exitCode: Int32) -> Health.Result {
        Health.Result(startedAt: 1, endedAt: 2, exitCode: exitCode, output: "")
    }

    @Test("is unhealthy after so many failures in a row, and healthy after one success")
    func streaks() {
        var health = Health()
        for (code, status) in [
            (1, Health.Status.starting), (1, .starting), (0, .healthy), (1, .healthy), (1, .healthy), (1, .unhealthy),
            (0, .healthy),
        ] {
            health.add(result(Int32(code)), retries: 3, counts: true)
            #expect(health.status == status)
        }
        #expect(health.failingStreak == 0)
    }

    @Test("forgives failures in the start period, until a check has succeeded")
    func startPeriod() {
        var health = Health()
        for _ in 0..<10 { health.add(result(1), retries: 1, counts: false) }
        #expect(health.status == .starting && health.failingStreak == 0)
        health.add(result(0), retries: 1, counts: false)
        health.add(result(1), retries: 1, counts: false)
        #expect(health.status == .unhealthy)
    }

    @Test("keeps the last five results")
    func keeps() throws {
        var health = Health()
        for code in 0..<9 { health.add(result(Int32(code)), retries: 3, counts: true) }
        #expect(health.results.map(\.exitCode) == [4, 5, 6, 7, 8])
        #expect(try Health(jsonText: health.json) == health)
    }
}
