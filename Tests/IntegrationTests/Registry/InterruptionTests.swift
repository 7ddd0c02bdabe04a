import Glibc
import LinuxSystem
import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    /// Registries in trouble, connections that break, and pulls that are killed.
    @Suite("A pull that is interrupted")
    struct InterruptionTests {
        /// One layer of 4 MiB of noise, which no compression makes smaller.
        private static let image = ImageArchive(layers: [[.file("file", noise)]])
        private static let layer = image.blobs[image.layers[0]] ?? []
        private static let layerPath = "/v2/any/blobs/sha256:\(image.layers[0])"
        private static let noise = {
            var generator = SystemRandomNumberGenerator()
            return (0..<(4 << 20)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }()

        /// The layer's first half under the right header, and the connection's end.
        private static func half(_ end: Answer.Step) -> Answer {
            .raw(200, ["Content-Length: \(layer.count)"], [.bytes(Array(layer[..<(layer.count / 2)])), end])
        }

        /// Pulls from a registry that answers so for the layer: the layer's requests.
        private func pull(_ script: @escaping @Sendable (Request) -> Answer?) throws -> [Request] {
            try ScriptedRegistry.serve(
                Self.image.registryContent(),
                script: { request in
                    request.path == Self.layerPath ? script(request) : nil
                }
            ) { registry in
                try RegistryUser.with { user in
                    try user.skiff.run("pull", "\(registry.host)/any").succeeded()
                    #expect(try user.skiff.run("system", "check").exitCode == 0)
                    return registry.requests.filter { $0.path == Self.layerPath }
                }
            }
        }

        @Test("in the middle of a layer goes on from there", arguments: [true, false])
        func rangeHonoured(byReset: Bool) throws {
            let requests = try pull { $0.attempt == 0 ? Self.half(byReset ? .reset : .end) : nil }
            #expect(requests.count == 2)
            #expect(requests.last?.rangeStart ?? 0 > 0)
        }

        @Test("takes the whole layer again from a registry that gives no part of it")
        func rangeIgnored() throws {
            let requests = try pull { $0.attempt == 0 ? Self.half(.end) : .status(200, body: Self.layer) }
            #expect(requests.count == 2)
        }

        @Test("is refused by name when the registry gives another part than it was asked for")
        func wrongRange() throws {
            try ScriptedRegistry.serve(
                Self.image.registryContent(),
                script: { request in
                    guard request.path == Self.layerPath else { return nil }
                    if request.attempt == 0 { return Self.half(.end) }
                    let count = Self.layer.count
                    return .status(206, ["Content-Range: bytes 0-\(count - 1)/\(count)"], body: Self.layer)
                }
            ) { registry in
                try RegistryUser.with { user in
                    let result = try user.skiff.run("pull", "\(registry.host)/any")
                    #expect(result.exitCode == 1 && result.errorText.contains("range"), "\(result)")
                }
            }
        }

        @Test("by a busy registry waits as long as it is told", arguments: [429, 503])
        func retryAfter(status: Int) throws {
            let start = ContinuousClock.now
            let requests = try pull { $0.attempt == 0 ? .status(status, ["Retry-After: 2"]) : nil }
            #expect(requests.count == 2)
            #expect(start.duration(to: .now) >= .seconds(2))
        }

        @Test("by a registry that fails three times succeeds with the fourth")
        func failsThrice() throws {
            let requests = try pull { $0.attempt < 3 ? .status(500) : nil }
            #expect(requests.count == 4)
        }

        @Test("has no use for what a registry sends after a layer's end")
        func surplus() throws {
            let surplus = [UInt8](repeating: 0, count: 64 << 10)
            try ScriptedRegistry.serve(
                Self.image.registryContent(),
                script: { request in
                    request.path == Self.layerPath ? .raw(200, [], [.bytes(Self.layer), .endless(surplus)]) : nil
                }
            ) { registry in
                try RegistryUser.with { user in
                    let result = try user.skiff.run("pull", "\(registry.host)/any")
                    // It may have seen no more than the layer, or else refuses what came with its last bytes.
                    #expect(result.exitCode == 0 || result.errorText.contains("more than"), "\(result)")
                    #expect(try user.skiff.run("system", "check").exitCode == 0)
                }
            }
        }

        @Test("by one byte a connection is given up in the end")
        func crumbs() throws {
            try ScriptedRegistry.serve(
                Self.image.registryContent(),
                script: { request in
                    guard request.path == Self.layerPath else { return nil }
                    let rest = Array(Self.layer[(request.rangeStart ?? 0)...])
                    let lines = ["Content-Length: \(rest.count)"]
                    let range =
                        "Content-Range: bytes \(Self.layer.count - rest.count)-\(Self.layer.count - 1)/\(Self.layer.count)"
                    return request.rangeStart == nil
                        ? .raw(200, lines, [.bytes([rest[0]]), .end])
                        : .raw(206, lines + [range], [.bytes([rest[0]]), .end])
                }
            ) { registry in
                try RegistryUser.with { user in
                    let result = try user.skiff.run(["pull", "\(registry.host)/any"], within: .seconds(100))
                    #expect(result.exitCode == 1, "\(result)")
                }
            }
        }

        @Test("by a half of the layer time and again is given up in the end")
        func halves() throws {
            try ScriptedRegistry.serve(
                Self.image.registryContent(),
                script: { request in
                    request.path == Self.layerPath ? Self.half(.end) : nil
                }
            ) { registry in
                try RegistryUser.with { user in
                    let result = try user.skiff.run(["pull", "\(registry.host)/any"], within: .seconds(100))
                    #expect(result.exitCode == 1 && result.errorText.contains("connection"), "\(result)")
                }
            }
        }

        @Test("by kill -9 is gone on with where it was")
        func killed() throws {
            try ScriptedRegistry.serve(
                Self.image.registryContent(),
                script: { request in
                    guard request.path == Self.layerPath, request.attempt == 0 else { return nil }
                    return Self.half(.silence)
                }
            ) { registry in
                try RegistryUser.with { user in
                    let name = "\(registry.host)/any"
                    let pull = try user.skiff.start("pull", name)
                    let half = Int64(Self.layer.count / 2)
                    // What is still in the pipeline was not written.
                    #expect(try eventually { try user.downloaded() > half * 3 / 4 })
                    try pull.send(.kill)
                    let killed = try pull.finish()
                    #expect(killed.exitCode == 137, "\(killed)")
                    try user.skiff.run("pull", name).succeeded()
                    let requests = registry.requests.filter { $0.path == Self.layerPath }
                    #expect(requests.count == 2)
                    #expect(Int64(requests.last?.rangeStart ?? 0) > half / 2)
                    #expect(try user.skiff.run("system", "check").exitCode == 0)
                    #expect(try user.downloaded() == 0)
                }
            }
        }

        @Test("by kill -9 is gone on with from docker-registry, too")
        func killedReal() throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.debian, to: registry, as: "big")
                try RegistryUser.with { user in
                    // A pull that has all layers before it is killed has nothing to go on with.
                    let wasContinued = try (0..<20).contains { _ in
                        let pull = try user.skiff.start("pull", "\(registry.host)/big")
                        #expect(try eventually { try user.downloaded() > 0 })
                        try pull.send(.kill)
                        _ = try pull.finish()
                        try user.skiff.run("pull", "\(registry.host)/big").succeeded()
                        try user.skiff.run("image", "prune", "--all", "--force").succeeded()
                        return try registry.requests().contains { $0.status == 206 }
                    }
                    let requests = try registry.requests()
                    #expect(wasContinued, "\(requests)")
                }
            }
        }
    }
}

extension RegistryUser {
    /// The bytes of layers that are on their way.
    func downloaded() throws -> Int64 {
        let directory = "\(skiff.root)/downloads"
        return HostFile.names(in: directory).flatMap { algorithm in
            HostFile.names(in: "\(directory)/\(algorithm)").map { "\(directory)/\(algorithm)/\($0)" }
        }.reduce(0) { sum, path in
            // It may just have been completed and moved away.
            sum + Int64((try? HostFile.status(path))?.st_size ?? 0)
        }
    }
}
