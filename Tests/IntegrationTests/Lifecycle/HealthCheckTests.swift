import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Health checks")
    struct HealthCheckTests {
        private let skiff = Skiff.current
        private static let often = ["--health-interval", "200ms", "--health-retries", "2"]

        private func health(_ container: RunningContainer) throws -> JSON {
            try container.recordedState()["running"]["health"]
        }

        private func until(_ status: String, _ container: RunningContainer) throws {
            let isSo = try eventually(within: .seconds(20)) { try health(container)["status"].string == status }
            guard isSo else { throw TestFailure("\(container.name) never became \(status): \(try health(container))") }
        }

        @Test("it begins as starting, becomes healthy and unhealthy, and healthy again")
        func changes() throws {
            let check = ["--health-cmd", "echo looked; test ! -e /tmp/ill"] + Self.often
            try skiff.withContainer(check) { container throws in
                try until("healthy", container)
                #expect(try health(container)["results"][0]["output"].string == "looked\n")
                try skiff.run("exec", container.name, "touch", "/tmp/ill").succeeded()
                try until("unhealthy", container)
                #expect(try health(container)["failingStreak"].number ?? 0 >= 2)
                #expect(try container.status() == "running")
                try skiff.run("exec", container.name, "rm", "/tmp/ill").succeeded()
                try until("healthy", container)
                #expect(try health(container)["results"].elements.count <= 5)
            }
        }

        @Test("failures in the start period don't count")
        func startPeriod() throws {
            let check = ["--health-cmd", "false", "--health-start-period", "1000s", "--health-start-interval", "100ms"]
            // The interval is for afterwards.
            try skiff.withContainer(check + Self.often + ["--health-interval", "1000s"]) { container throws in
                #expect(try eventually(within: .seconds(20)) { try health(container)["results"].elements.count == 5 })
                #expect(try health(container)["status"].string == "starting")
                #expect(try health(container)["failingStreak"].number == 0)
            }
        }

        @Test("a check that takes too long, or can't be run, has failed", arguments: ["sleep 1000", "yes"])
        func timeout(check: String) throws {
            try skiff.withContainer(["--health-cmd", check, "--health-timeout", "300ms"] + Self.often) {
                container throws in
                try until("unhealthy", container)
                #expect(try health(container)["results"][0]["exitCode"].number == -1)
                #expect(try skiff.run("exec", container.name, "echo", "alive").text == "alive")
            }
        }

        @Test("with --restart unhealthy it is killed and started again")
        func restart() throws {
            let options = ["--restart", "unhealthy", "--health-cmd", "test ! -e /ill"] + Self.often
            try skiff.withContainer(options, ["sh", "-c", "rm -f /ill; exec sleep 1000"]) { container throws in
                try until("healthy", container)
                try skiff.run("exec", container.name, "touch", "/ill").succeeded()
                #expect(
                    try eventually(within: .seconds(20)) {
                        try container.recordedState()["running"]["restartCount"].number == 1
                    })
                try until("healthy", container)
            }
        }

        @Test("a paused container is not checked, nor held by a check that hangs")
        func paused() throws {
            let check = ["--health-cmd", "sleep 1.5", "--health-timeout", "2s"] + Self.often
            try skiff.withContainer(check) { container throws in
                try until("healthy", container)
                #expect(
                    try eventually {
                        try skiff.run("exec", container.name, "ps").text.contains("sleep 1.5")
                    })
                try skiff.run("pause", container.name).succeeded()
                let count = try health(container)["results"].elements.last
                #expect(
                    try !eventually(within: .milliseconds(2500)) {
                        try health(container)["results"].elements.last != count
                    })
                // It hears requests all the time.
                #expect(try skiff.run("pause", container.name).errorText.contains("already paused"))
                try skiff.run("unpause", container.name).succeeded()
                // The check that was frozen has its time anew, and a next one comes.
                for _ in 0..<2 {
                    let last = try health(container)["results"].elements.last
                    #expect(try eventually { try health(container)["results"].elements.last != last })
                }
                let codes = try health(container)["results"].elements.map { $0["exitCode"].number }
                #expect(codes.allSatisfy { $0 == 0 }, "\(codes)")
            }
        }

        @Test("the image's HEALTHCHECK is made")
        func image() throws {
            let config =
                #"{"Healthcheck":{"Test":["CMD","/bin/busybox","false"],"Interval":200000000,"Retries":1}}"#
            try Skiff.withOwnRoot { skiff throws in
                try skiff.withImage(config: config) { image throws in
                    let id = try skiff.run("run", "-d", image, "/bin/busybox", "sleep", "1000").succeeded().text
                    let path = "\(skiff.root)/containers/\(id)/state.json"
                    #expect(
                        try eventually(within: .seconds(20)) {
                            try HostFile.text(path).contains(#""status":"unhealthy""#)
                        })
                    let without = try skiff.run("run", "-d", "--no-healthcheck", image, "/bin/busybox", "sleep", "1000")
                        .succeeded()
                        .text
                    #expect(try !HostFile.text("\(skiff.root)/containers/\(without)/state.json").contains("health"))
                    try skiff.run("rm", "-f", id, without).succeeded()
                }
            }
        }
    }
}
