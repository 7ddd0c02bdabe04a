extension String: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        guard case .string(let text) = value else { throw JSONError(expected: "a string", found: value) }
        self = text
    }
}

extension Bool: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        guard case .boolean(let truth) = value else { throw JSONError(expected: "true or false", found: value) }
        self = truth
    }
}

extension Int: JSONReadable {}
extension Int32: JSONReadable {}
extension Int64: JSONReadable {}
extension UInt: JSONReadable {}
extension UInt16: JSONReadable {}
extension UInt32: JSONReadable {}
extension UInt64: JSONReadable {}

extension JSONReadable where Self: FixedWidthInteger {
    @inlinable
    public init(json value: JSONValue) throws(JSONError) {
        guard case .number(let number) = value else { throw JSONError(expected: "a number", found: value) }
        guard let integer = number.integer(as: Self.self) else {
            throw JSONError(unfit: number, between: "\(Self.min)", and: "\(Self.max)")
        }
        self = integer
    }
}

extension JSONReadable where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// One of the words that the enumeration has.
    @inlinable
    public init(json value: JSONValue) throws(JSONError) {
        let word = try String(json: value)
        guard let known = Self(rawValue: word) else {
            throw JSONError(unknown: word, of: Self.allCases.map(\.rawValue))
        }
        self = known
    }
}

extension JSONError {
    /// A number that the field's type can't hold.
    @usableFromInline
    init(unfit number: JSONNumber, between low: String, and high: String) {
        let shown = number.literal.count > 40 ? "\(number.literal.prefix(40))…" : number.literal
        if number.integralLiteral == nil {
            self.init(reason: "expected a whole number, found \(shown)")
        } else {
            self.init(reason: "\(shown) is out of range: it has to be between \(low) and \(high)")
        }
    }

    /// A word that is none of those the field may have.
    @usableFromInline
    init(unknown word: String, of known: [String]) {
        let list = known.dropLast().joined(separator: ", ") + (known.count > 1 ? " or " : "") + (known.last ?? "")
        self.init(reason: "unknown value \(JSONText.quoted(word)): it has to be \(list)")
    }
}
