/// A file of lines `name number`, such as memory.stat ("flat keyed" in
/// cgroup-v2.rst), searched only for the names that are asked.
struct KeyedValues {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The number after the name; `nil` when no line starts with the name.
    subscript(_ name: String) -> UInt64? {
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: name.utf8) {
            let rest = line.dropFirst(name.utf8.count)
            if rest.first == UInt8(ascii: " ") { return decimal(rest.dropFirst()) }
        }
        return nil
    }
}

extension KeyedValues {
    /// Every number by its name.
    var all: [String: UInt64] {
        var values: [String: UInt64] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let space = line.firstIndex(of: UInt8(ascii: " ")), let value = decimal(line[(space + 1)...]) else {
                continue
            }
            values[String(decoding: line[..<space], as: UTF8.self)] = value
        }
        return values
    }
}

/// A decimal number, up to the end or a line's end; `nil` for anything else:
/// `max`, a sign, more digits than fit.
func decimal(_ bytes: some Sequence<UInt8>) -> UInt64? {
    var value: UInt64?
    for byte in bytes {
        if byte == UInt8(ascii: "\n") { break }
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        let (product, overflow) = (value ?? 0).multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
        if overflow || carry { return nil }
        value = sum
    }
    return value
}
