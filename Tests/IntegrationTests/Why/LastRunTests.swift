import TestSupport
import Testing

extension IntegrationTests {
    @Suite("skiff why, of what preceded an end")
    struct LastRunTests {
        private let skiff = Skiff.current

        private func told(_ name: String) throws -> JSON {
            try skiff.run("why", "--format", "json", name).succeeded().json()[0]
        }

        @Test("quotes the last words of the last run alone, and of the one before while it runs")
        func words() throws {
            let script =
                "test -e /tmp/second && { echo later >&2; exit $0; }; touch /tmp/second; echo before >&2; exit 3"
            try skiff.withContainer(["--restart", "on-failure:1"], ["sh", "-c", script, "4"]) { container throws in
                #expect(try skiff.run("wait", container.name).exitCode == 0)
                try container.until("exited")
                let found = try told(container.name)
                #expect(found["LastLines"].strings == ["later"], "\(found)")
                #expect(found["Facts"].strings.contains("it had been started again 1 times"), "\(found)")
            }
            let first = "test -e /tmp/second && exec sleep 1000; touch /tmp/second; echo before >&2; exit 3"
            try skiff.withContainer(["--restart", "on-failure:1"], ["sh", "-c", first]) { container throws in
                #expect(try eventually { try told(container.name)["PreviousCause"].string == "exit-code" })
                let found = try told(container.name)
                #expect(found["LastLines"].strings == ["before"], "\(found)")
                #expect(
                    found["Facts"].strings.contains("before that, it ended by itself, with exit code 3"), "\(found)")
            }
        }

        @Test("tells how long 'stop' had waited before it killed")
        func patience() throws {
            let script = "trap '' TERM; echo ready; while :; do sleep 0.1; done"
            try skiff.withContainer([], ["sh", "-c", script]) { container throws in
                try container.untilReady()
                try skiff.run("stop", "-t", "1", container.name).succeeded()
                let found = try told(container.name)
                let ending = "it was sent SIGKILL, 1.000 s after SIGTERM, by which it had not ended"
                #expect(found["Sentence"].string?.hasSuffix(ending) == true, "\(found)")
            }
        }

        @Test("tells the time that a health check exceeded, and how often")
        func health() throws {
            let check = ["--health-cmd", "sleep 1000", "--health-timeout", "300ms", "--health-interval", "100ms"]
            let fact = "its health check has failed 2 times in a row: health check exceeded its time of 300 ms"
            try skiff.withContainer(check + ["--health-retries", "2", "--restart", "unhealthy"]) { container throws in
                #expect(
                    try eventually(within: .seconds(20)) { try told(container.name)["PreviousCause"].string != nil })
                let found = try told(container.name)
                #expect(found["PreviousCause"].string == "unhealthy", "\(found)")
                #expect(found["Facts"].strings.contains(fact), "\(found)")
            }
        }
    }
}
