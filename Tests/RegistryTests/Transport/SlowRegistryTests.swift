import Archive
import Images
import OCI
import RegistryFixtures
import Testing

@testable import Registry

/// Registries that take their time. The limits are shortened here; nobody wants
/// to wait a minute for a test.
@Suite("A slow registry")
struct SlowRegistryTests {
    /// A way to be slow.
    enum Slowness: CaseIterable {
        case silent
        case dripping

        /// Sends the bytes, or does not.
        func step(_ text: String) -> Answer.Step {
            switch self {
            case .silent: .silence
            case .dripping: .drip(Array(text.utf8), every: .milliseconds(20))
            }
        }

        /// A body that is never complete.
        var body: Answer { .raw(200, ["Content-Length: 10000"], [step(String(repeating: " ", count: 10_000))]) }
    }

    private func registry(attempts: Int = 1) throws -> Registry {
        var configuration = RegistryConfiguration()
        configuration.limits.window = 0.5
        configuration.limits.slowest = 1000
        configuration.limits.attempts = attempts
        configuration.limits.firstPause = 0.01
        return try Registry(configuration) { _ in nil }
    }

    private func expectGivenUp(_ answer: Answer, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try ScriptedRegistry.serve(script: { $0.path == "/v2/" ? nil : answer }) { server in
            let reference = try ImageReference(parsing: "\(server.host)/any")
            let start = ContinuousClock.now
            let failure = #expect(throws: RegistryError.self, sourceLocation: sourceLocation) {
                _ = try registry().tags(of: reference)
            }
            #expect(failure?.kind == .unavailable, "\(String(describing: failure))", sourceLocation: sourceLocation)
            #expect("\(failure.map { "\($0)" } ?? "")".contains("came"), sourceLocation: sourceLocation)
            #expect(start.duration(to: .now) < .seconds(5), sourceLocation: sourceLocation)
        }
    }

    @Test("that sends its header slowly, or never, is given up", arguments: Slowness.allCases)
    func header(slowness: Slowness) throws {
        let header = "HTTP/1.1 200 OK\r\nX-Long: \(String(repeating: "x", count: 10_000))\r\n\r\n"
        try expectGivenUp(Answer([slowness.step(header)]))
    }

    @Test("that sends its body slowly, or never, is given up", arguments: Slowness.allCases)
    func body(slowness: Slowness) throws { try expectGivenUp(slowness.body) }

    @Test("that sends a layer slowly, or never, is given up", arguments: Slowness.allCases)
    func layer(slowness: Slowness) throws {
        let digest = Digest(hashing: [])
        try ScriptedRegistry.serve(script: { $0.path == "/v2/" ? nil : slowness.body }) { server in
            let repository = try registry().repository(of: ImageReference(parsing: "\(server.host)/any"))
            let blob = BlobDescriptor(mediaType: .ociLayer, digest: digest, size: 10_000)
            #expect(throws: (any Error).self) {
                let source = try BlobSource(blob, from: 0, in: [repository])
                try withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
                    while try source.read(into: buffer) > 0 {}
                }
            }
        }
    }

    @Test("that answers every other time is not given up before its attempts are used up")
    func attempts() throws {
        try ScriptedRegistry.serve(script: { request in
            guard request.path.hasSuffix("/tags/list") else { return nil }
            return request.attempt < 2 ? .status(503) : .status(200, text: #"{"tags":["a"]}"#)
        }) { server in
            let tags = try registry(attempts: 3).tags(of: ImageReference(parsing: "\(server.host)/one"))
            #expect(tags.map(\.tag) == ["a"])
            let other = try ImageReference(parsing: "\(server.host)/other")
            #expect(throws: RegistryError.self) { _ = try registry(attempts: 2).tags(of: other) }
        }
    }
}
