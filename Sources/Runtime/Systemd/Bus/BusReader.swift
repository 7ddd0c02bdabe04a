/// Values from bytes, little-endian. What doesn't fit its type is `malformed`.
struct BusReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The values of a whole signature.
    mutating func read(_ signature: String) throws(BusError) -> [BusValue] {
        var values: [BusValue] = []
        var rest = Array(signature.utf8)[...]
        while !rest.isEmpty {
            let type = try Self.first(of: rest)
            values.append(try read(type: type, depth: 0))
            rest = rest.dropFirst(type.count)
        }
        return values
    }

    /// Goes on at a multiple.
    mutating func align(to multiple: Int) throws(BusError) {
        let next = (index + multiple - 1) / multiple * multiple
        guard next <= bytes.count else { throw .malformed("it ends too early") }
        index = next
    }

    private mutating func read(type: ArraySlice<UInt8>, depth: Int) throws(BusError) -> BusValue {
        guard let letter = type.first, depth < 32 else { throw .malformed("its types are nested too deeply") }
        try align(to: BusValue.alignment(of: letter))
        switch letter {
        case UInt8(ascii: "y"): return .byte(try number())
        case UInt8(ascii: "b"): return .boolean(try number(UInt32.self) != 0)
        case UInt8(ascii: "n"): return .int16(try number())
        case UInt8(ascii: "q"): return .uint16(try number())
        case UInt8(ascii: "i"): return .int32(try number())
        case UInt8(ascii: "u"), UInt8(ascii: "h"): return .uint32(try number())
        case UInt8(ascii: "x"): return .int64(try number())
        case UInt8(ascii: "t"): return .uint64(try number())
        case UInt8(ascii: "d"): return .double(Double(bitPattern: try number()))
        case UInt8(ascii: "s"): return .string(try text(Int(try number(UInt32.self))))
        case UInt8(ascii: "o"): return .path(try text(Int(try number(UInt32.self))))
        case UInt8(ascii: "g"): return .signature(try text(Int(try number(UInt8.self))))
        default: return try readContainer(type: type, depth: depth)
        }
    }

    private mutating func readContainer(type: ArraySlice<UInt8>, depth: Int) throws(BusError) -> BusValue {
        switch type.first {
        case UInt8(ascii: "v"):
            let signature = Array(try text(Int(try number(UInt8.self))).utf8)
            guard try Self.first(of: signature[...]).count == signature.count else {
                throw .malformed("a variant has several types")
            }
            return .variant(try read(type: signature[...], depth: depth + 1))
        case UInt8(ascii: "a"):
            let element = type.dropFirst()
            let length = Int(try number(UInt32.self))
            try align(to: BusValue.alignment(of: element.first ?? 0))
            guard length <= bytes.count - index else { throw .malformed("an array is longer than the message") }
            let end = index + length
            var values: [BusValue] = []
            while index < end { values.append(try read(type: element, depth: depth + 1)) }
            guard index == end else { throw .malformed("an array ends within an element") }
            return .array(of: String(decoding: element, as: UTF8.self), values)
        case UInt8(ascii: "("):
            return .structure(try members(type, depth))
        case UInt8(ascii: "{"):
            let members = try members(type, depth)
            guard members.count == 2 else { throw .malformed("a dictionary's entry has not two members") }
            return .entry(members[0], members[1])
        default:
            throw .malformed("it has a value of an unknown type")
        }
    }

    /// What stands between the brackets of a structure.
    private mutating func members(_ type: ArraySlice<UInt8>, _ depth: Int) throws(BusError) -> [BusValue] {
        var members: [BusValue] = []
        var rest = type.dropFirst().dropLast()
        while !rest.isEmpty {
            let next = try Self.first(of: rest)
            members.append(try read(type: next, depth: depth + 1))
            rest = rest.dropFirst(next.count)
        }
        return members
    }

    private mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(BusError) -> Number {
        let size = MemoryLayout<Number>.size
        guard index + size <= bytes.count else { throw .malformed("it ends within a number") }
        defer { index += size }
        return bytes[index..<(index + size)].reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    private mutating func text(_ length: Int) throws(BusError) -> String {
        guard length < bytes.count - index, bytes[index + length] == 0 else {
            throw .malformed("it ends within a text")
        }
        defer { index += length + 1 }
        return String(decoding: bytes[index..<(index + length)], as: UTF8.self)
    }

    /// The first complete type of a signature.
    private static func first(of signature: ArraySlice<UInt8>) throws(BusError) -> ArraySlice<UInt8> {
        var depth = 0
        for (offset, letter) in signature.enumerated() {
            switch letter {
            case UInt8(ascii: "a"): continue
            case UInt8(ascii: "("), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            if depth == 0 { return signature.prefix(offset + 1) }
        }
        throw .malformed("a type is not complete")
    }
}
