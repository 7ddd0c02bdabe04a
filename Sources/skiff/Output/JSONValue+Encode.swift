import FoundationEssentials
import JSON

extension JSONValue {
    /// What a value of the engine's is in JSON.
    init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self = try JSONValue(parsing: Array(encoder.encode(value)))
    }
}
