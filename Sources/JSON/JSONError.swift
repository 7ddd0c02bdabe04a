/// Why a text is no JSON, or a value not what its field needs: one sentence with its place.
public struct JSONError: Error, Hashable, Sendable {
    /// A field's path, `process.rlimits[2].type`, or a place in the text, `line 3, column 7`.
    /// Empty: the whole document.
    public private(set) var place: String
    /// What is wrong there.
    public let reason: String

    public init(place: String = "", reason: String) {
        self.place = place
        self.reason = reason
    }

    /// A value of another kind than the field's.
    /// - Parameter expected: with its article: `a string`.
    public init(expected: String, found value: JSONValue) {
        self.init(reason: "expected \(expected), found \(value.kind)")
    }

    /// The same error, seen from the object that holds the field.
    public func inside(_ key: String) -> JSONError {
        let isPlain = !key.isEmpty && key.utf8.allSatisfy { Self.isPlain($0) }
        return within(isPlain ? key : "[\(JSONText.quoted(key))]")
    }

    /// The same error, seen from the array that holds the element.
    public func inside(_ index: Int) -> JSONError { within("[\(index)]") }

    private func within(_ step: String) -> JSONError {
        let joint = place.isEmpty || place.hasPrefix("[") ? "" : "."
        return JSONError(place: step + joint + place, reason: reason)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { place.isEmpty ? reason : "\(place): \(reason)" }
}
