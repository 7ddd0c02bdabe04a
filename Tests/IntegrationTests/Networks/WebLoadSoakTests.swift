import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    /// What is served goes on being served, whoever comes and is killed.
    @Suite("Soak: web servers", .requiresRoot)
    struct WebLoadSoakTests {
        @Test("none of 500 requests a second fails while visitors and neighbours are killed", .timeLimit(.minutes(30)))
        func load() throws {
            try Neighbour.withHost { skiff, neighbour in
                try withTemporaryDirectory { directory in
                    try skiff.load(.debian)
                    for server in WebServer.allCases { try server.start(skiff, in: directory) }
                    try skiff.run("network", "create", "back").succeeded()
                    try skiff.run("run", "-d", "--name", "other", "busybox", "sleep", "100000").succeeded()
                    try expectAll(neighbour)

                    // Two of three requests come from elsewhere.
                    let far = WebLoad(rate: 330, seconds: SoakSize.seconds, addresses: Neighbour.hostAddresses)
                    let near = WebLoad(
                        rate: 170, seconds: SoakSize.seconds, addresses: ["127.0.0.1", "192.0.2.1"])
                    let farClient = try neighbour.start(far.words)
                    let nearClient = try Program(near.words[0], Array(near.words.dropFirst())).start()
                    var visitors = Visitors(most: 12)
                    let end = Deadline(after: .seconds(SoakSize.seconds))
                    while !end.isOver {
                        try visitors.admit(visit(skiff))
                        usleep(UInt32.random(in: 0...60_000))
                    }
                    #expect(try farClient.finish(within: SoakSize.patience).text == far.success)
                    #expect(try nearClient.finish(within: SoakSize.patience).text == near.success)
                    visitors.dismiss()
                    try expectAll(neighbour)
                }
            }
        }

        private func expectAll(_ neighbour: Neighbour) throws {
            for server in WebServer.allCases {
                let isServed = try eventually(within: .seconds(20)) {
                    try neighbour.fetch("http://192.0.2.1:\(server.port)/name") == server.rawValue
                }
                #expect(isServed, "\(server)")
            }
        }

        /// Somebody who wants something of a server, or has containers and networks of his own.
        private func visit(_ skiff: Skiff) -> Program {
            let server = WebServer.allCases.randomElement()?.rawValue ?? ""
            let port = "\(Int.random(in: 9000...9009))"
            return skiff.program(
                [
                    ["logs", "--follow", server], ["attach", "--no-stdin", server], ["attach", server], ["stats"],
                    ["exec", server, "sleep", "1000"], ["exec", server, "sh", "-c", "echo again"], ["port", server],
                    ["ps", "--all"], ["run", "--rm", "-p", "\(port):80", "busybox", "sleep", "0.2"],
                    [
                        "run", "--rm", "-p", "\(port):80", "-p", "\(port):80/udp", "--network", "back", "busybox",
                        "true",
                    ],
                    ["network", "connect", "back", "other"], ["network", "disconnect", "back", "other"],
                    ["network", "create", "net\(port)"], ["network", "rm", "net\(port)"],
                    ["update", "--publish", "\(port):80", "other"], ["update", "--unpublish", "80", "other"],
                ].randomElement() ?? [])
        }
    }
}
