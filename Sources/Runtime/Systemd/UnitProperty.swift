/// A property of a unit, as systemd.resource-control(5) and systemd.scope(5)
/// have them over D-Bus.
struct UnitProperty: Hashable, Sendable {
    var name: String
    var value: BusValue

    init(_ name: String, _ value: BusValue) {
        self.name = name
        self.value = value
    }
}

extension Array<UnitProperty> {
    /// The list as an argument.
    var value: BusValue {
        .array(of: "(sv)", map { .structure([.string($0.name), .variant($0.value)]) })
    }
}

extension UnitProperty {
    /// The properties that annotations ask for by names such as
    /// `org.systemd.property.TimeoutStopUSec`. Throws `invalid` for a name
    /// or a value that can be none.
    static func asked(by annotations: [String: String]) throws(RuntimeError) -> [UnitProperty] {
        let prefix = "org.systemd.property."
        var properties: [UnitProperty] = []
        for (key, text) in annotations.sorted(by: { $0.key < $1.key }) where key.hasPrefix(prefix) {
            var name = String(key.dropFirst(prefix.count))
            guard name.utf8.count > 2, name.allSatisfy({ $0.isASCII && $0.isLetter }) else {
                throw .invalid(field: "annotations[\"\(key)\"]", reason: "\"\(name)\" is no property's name")
            }
            guard var value = BusValue(text: text) else {
                throw .invalid(
                    field: "annotations[\"\(key)\"]",
                    reason:
                        "\"\(text)\" is no value: it is 'text', true, false, 5, uint64 5 or a list such as ['a', 'b']"
                )
            }
            // Units' files have seconds where the bus has microseconds.
            if name.hasSuffix("Sec"), !name.hasSuffix("USec"), let seconds = value.unsigned {
                name = name.dropLast(3) + "USec"
                let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
                value = .uint64(overflow ? .max : product)
            }
            properties.append(UnitProperty(name, value))
        }
        return properties
    }
}

extension BusValue {
    /// Reads a value as GVariant's text has it (GLib, "GVariant Text Format"):
    /// texts in quotes, truth values, numbers of a named type or of 32 bits,
    /// and lists of texts.
    init?(text: String) {
        let text = text.trimmed
        if text == "true" || text == "false" {
            self = .boolean(text == "true")
        } else if let content = text.unquoted {
            self = .string(content)
        } else if text.hasPrefix("["), text.hasSuffix("]") {
            let texts = text.dropFirst().dropLast().split(separator: ",").map { $0.trimmed.unquoted }
            guard !texts.contains(nil) else { return nil }
            self = .array(of: "s", texts.compactMap(\.self).map { .string($0) })
        } else {
            let words = text.split(separator: " ")
            guard words.count <= 2, let number = words.last else { return nil }
            guard let value = Self.number(String(number), type: words.count == 2 ? String(words[0]) : "int32") else {
                return nil
            }
            self = value
        }
    }

    private static func number(_ text: String, type: String) -> BusValue? {
        switch type {
        case "byte": UInt8(text).map { .byte($0) }
        case "int32": Int32(text).map { .int32($0) } ?? (text.contains(".") ? Double(text).map { .double($0) } : nil)
        case "uint32": UInt32(text).map { .uint32($0) }
        case "int64": Int64(text).map { .int64($0) }
        case "uint64": UInt64(text).map { .uint64($0) }
        case "double": Double(text).map { .double($0) }
        default: nil
        }
    }

    /// The value of a number that is not negative.
    fileprivate var unsigned: UInt64? {
        switch self {
        case .byte(let number): UInt64(number)
        case .int32(let number): UInt64(exactly: number)
        case .uint32(let number): UInt64(number)
        case .int64(let number): UInt64(exactly: number)
        case .uint64(let number): number
        default: nil
        }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// What stands between quotes of one sort; `nil` without them.
    fileprivate var unquoted: String? {
        guard let quote = first, quote == "'" || quote == "\"", count > 1, last == quote else { return nil }
        let content = dropFirst().dropLast()
        return content.contains(quote) || content.contains("\\") ? nil : String(content)
    }
}
