import OCI
import Testing

@testable import Runtime

/// A field that is wrong, and the sentence about it.
struct Refusal: Sendable, CustomTestStringConvertible {
    let sentence: String
    let change: @Sendable (inout RuntimeSpec) -> Void

    init(_ sentence: String, _ change: @escaping @Sendable (inout RuntimeSpec) -> Void) {
        self.sentence = sentence
        self.change = change
    }

    var testDescription: String { sentence }

    /// Expects the plan of a container that the change has spoilt to be refused.
    func expect(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try LaunchFixture.with { fixture in
            #expect(sourceLocation: sourceLocation) {
                _ = try fixture.plan(.with(change))
            } throws: {
                "\($0)" == sentence
            }
        }
    }
}
