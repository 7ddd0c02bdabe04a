import LinuxSystem

/// The records of a pax header: `LENGTH KEY=VALUE\n`, each of which replaces a
/// field of the entries that it is for (pax in POSIX.1-2008, "pax Extended
/// Header"). Unknown keys are left alone, as the standard says.
struct PaxRecords {
    /// More than any file system keeps with a file. Headers may follow each other
    /// without end, so their own limit limits nothing.
    private static let attributeCountLimit = 256
    private static let attributeSizeLimit = 1 << 20

    var path: [UInt8]?
    var linkPath: [UInt8]?
    var size: Int64?
    var user: UInt32?
    var group: UInt32?
    var modified: FileTime?
    var extendedAttributes: [ExtendedAttribute] = []
    var sparse = SparseRecords()

    /// Adds the records of one header; later ones win.
    mutating func add(_ bytes: [UInt8]) throws(ArchiveError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0 != UInt8(ascii: " ") }
            guard let length = Int64(decimal: digits), length > digits.count + 1, length <= rest.count else {
                throw .malformed("a pax header has a record of the wrong length")
            }
            let record = rest.prefix(Int(length)).dropFirst(digits.count + 1)
            rest = rest.dropFirst(Int(length))
            guard record.last == UInt8(ascii: "\n"), let equals = record.firstIndex(of: UInt8(ascii: "=")) else {
                throw .malformed("a pax header has a record without = or line end")
            }
            try set(
                String(decoding: record[..<equals], as: UTF8.self), to: record[(equals + 1)...].dropLast(),
                record[..<equals])
        }
    }

    private mutating func set(
        _ key: String, to value: ArraySlice<UInt8>, _ rawKey: ArraySlice<UInt8>
    ) throws(ArchiveError) {
        // An empty value takes back what a global header said.
        let isEmpty = value.isEmpty
        switch key {
        case "path": path = isEmpty ? nil : Array(value)
        case "linkpath": linkPath = isEmpty ? nil : Array(value)
        case "size": size = isEmpty ? nil : try Self.number(value, key)
        case "uid": user = isEmpty ? nil : try id(Self.number(value, key), "user")
        case "gid": group = isEmpty ? nil : try id(Self.number(value, key), "group")
        case "mtime": modified = isEmpty ? nil : try Self.time(value)
        default:
            if key.hasPrefix(Self.attributePrefix) {
                let name = Array(rawKey.dropFirst(Self.attributePrefix.utf8.count))
                try set(ExtendedAttribute(name: name, value: Array(value)))
            } else if key.hasPrefix("GNU.sparse.") {
                try sparse.set(key, to: value)
            }
        }
    }

    static let attributePrefix = "SCHILY.xattr."

    private mutating func set(_ attribute: ExtendedAttribute) throws(ArchiveError) {
        extendedAttributes.removeAll { $0.name == attribute.name }
        extendedAttributes.append(attribute)
        let size = extendedAttributes.reduce(0) { $0 + $1.name.count + $1.value.count }
        guard extendedAttributes.count <= Self.attributeCountLimit, size <= Self.attributeSizeLimit else {
            throw .malformed("a file has more extended attributes than any file system keeps")
        }
    }

    static func number(_ value: ArraySlice<UInt8>, _ key: String) throws(ArchiveError) -> Int64 {
        guard let number = Int64(decimal: value) else {
            throw .malformed("the pax record \(key) is no number")
        }
        return number
    }

    /// Seconds with a sign and a fraction; finer than nanoseconds is cut off.
    private static func time(_ value: ArraySlice<UInt8>) throws(ArchiveError) -> FileTime {
        let isNegative = value.first == UInt8(ascii: "-")
        let parts = value.dropFirst(isNegative ? 1 : 0).split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? Array(parts[1].prefix(9)) : []
        let padded = fraction + [UInt8](repeating: UInt8(ascii: "0"), count: 9 - fraction.count)
        guard let seconds = Int64(decimal: parts[0]), let nanoseconds = Int64(decimal: padded[...]) else {
            throw .malformed("the pax record mtime is no time")
        }
        guard isNegative else { return FileTime(seconds: seconds, nanoseconds: nanoseconds) }
        return nanoseconds == 0
            ? FileTime(seconds: -seconds)
            : FileTime(seconds: -seconds - 1, nanoseconds: 1_000_000_000 - nanoseconds)
    }
}

extension Int64 {
    /// Decimal digits and nothing else; at most eighteen, so that nothing overflows.
    init?(decimal digits: ArraySlice<UInt8>) {
        guard (1...18).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        self = value
    }
}
