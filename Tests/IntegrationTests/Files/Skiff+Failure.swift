import TestSupport
import Testing

extension Skiff {
    /// Expects that `skiff` refuses the words in a sentence that has the fragment. (`expectRefusal` looks
    /// at the whole host beside, where a container that runs looks different each second.)
    func expectFailure(
        _ words: [String], _ fragment: String, exitCode: Int32 = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try run(words)
        #expect(result.exitCode == exitCode, "\(words): \(result)", sourceLocation: sourceLocation)
        #expect(result.errorText.contains(fragment), "\(words): \(result)", sourceLocation: sourceLocation)
        #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    }
}
