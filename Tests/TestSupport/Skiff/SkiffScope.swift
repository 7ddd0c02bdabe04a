import Testing

/// Gives a suite, or a test, a `Skiff` with images loaded once, and takes it
/// away afterwards: `@Suite(.withSkiff(.busybox, .probe))`, then `Skiff.current`.
public struct SkiffScope: SuiteTrait, TestTrait, TestScoping {
    let images: [FixtureImage]

    @TaskLocal static var current: Skiff?

    /// `async` because Swift Testing wants it; nothing here waits that way.
    public func provideScope(
        for _: Test, testCase _: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let skiff = try Skiff(images: images)
        let failure: (any Error)?
        do {
            try await Self.$current.withValue(skiff) { try await function() }
            failure = nil
        } catch {
            failure = error
        }
        try skiff.remove()
        if let failure { throw failure }
    }
}

extension Trait where Self == SkiffScope {
    /// A state directory of the suite's own, with these images.
    public static func withSkiff(_ images: FixtureImage...) -> Self { SkiffScope(images: images) }
}

extension Skiff {
    /// The one of the suite around this test.
    public static var current: Skiff {
        guard let skiff = SkiffScope.current else {
            preconditionFailure("no suite around this test has the trait .withSkiff")
        }
        return skiff
    }
}
