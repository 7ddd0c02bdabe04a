import TestSupport
import Testing

/// An engine whose daemon, if it has one, runs for a suite.
protocol EngineFixture: Sendable {
    /// The programs without which its tests are skipped.
    static var programs: [String] { get }

    /// Names of the cgroups that it makes besides those it is told to.
    static var groups: [String] { get }

    /// How the names of containers' cgroups begin; others are the engine's own affair.
    static var containerPrefix: String { get }

    /// The daemon's words; a fixture may write its configuration into the place first.
    static func daemon(at place: EnginePlace) throws -> [String]

    /// Waits until the engine answers, and gives it the busybox image.
    init(at place: EnginePlace) throws
}

extension EngineFixture {
    static var groups: [String] { [] }
    static var containerPrefix: String { "" }
}

/// Gives a suite an engine that runs as long as the suite: `@Suite(.serialized,
/// .withEngine(DockerFixture.self))`, then `EngineScope.current()`.
struct EngineScope<Engine: EngineFixture>: SuiteTrait, TestScoping {
    /// `async` because Swift Testing wants it; nothing here waits that way.
    func provideScope(
        for _: Test, testCase _: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let host = try EngineHost(groups: Engine.groups) { try Engine.daemon(at: $0) }
        let failure = await perform(function, at: host.place)
        let log = host.place.log
        do {
            try host.end(containers: Engine.containerPrefix)
        } catch {
            throw failure.map { TestFailure("\($0); then \(error)") } ?? error
        }
        if let failure { throw TestFailure("\(failure); the log: \(log.suffix(4000))") }
    }

    /// What went wrong.
    private func perform(
        _ function: @Sendable () async throws -> Void, at place: EnginePlace
    ) async -> (any Error)? {
        do {
            let engine = try Engine(at: place)
            try await CurrentEngine.$engine.withValue(engine) { try await function() }
            return nil
        } catch {
            return error
        }
    }

    /// The one of the suite around this test.
    static func current() -> Engine {
        guard let engine = CurrentEngine.engine as? Engine else {
            preconditionFailure("no suite around this test has the trait .withEngine(\(Engine.self))")
        }
        return engine
    }
}

/// A generic type can't have one.
private enum CurrentEngine {
    @TaskLocal static var engine: (any EngineFixture)?
}

extension SuiteTrait {
    /// The engine, started for the suite.
    static func withEngine<Engine: EngineFixture>(_: Engine.Type) -> Self where Self == EngineScope<Engine> {
        EngineScope()
    }
}

extension Trait where Self == ConditionTrait {
    /// The programs of an engine, which scripts/test installs.
    static func requires<Engine: EngineFixture>(_: Engine.Type) -> Self {
        let directories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        let missing = Engine.programs.filter { name in
            !directories.contains { HostFile.exists("\($0)/\(name)") }
        }
        return .enabled(if: missing.isEmpty, "needs \(missing.joined(separator: " and "))")
    }
}
