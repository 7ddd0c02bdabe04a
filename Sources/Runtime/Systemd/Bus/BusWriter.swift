/// Values as bytes, little-endian (D-Bus Specification, "Marshaling"). Where a
/// value is aligned counts from the first byte written.
struct BusWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: BusValue) {
        align(to: BusValue.alignment(of: value.type.utf8.first ?? 0))
        switch value {
        case .byte(let number): append(number)
        case .boolean(let flag): append(UInt32(flag ? 1 : 0))
        case .int16(let number): append(number)
        case .uint16(let number): append(number)
        case .int32(let number): append(number)
        case .uint32(let number): append(number)
        case .int64(let number): append(number)
        case .uint64(let number): append(number)
        case .double(let number): append(number.bitPattern)
        case .string(let text), .path(let text):
            append(UInt32(text.utf8.count))
            append(text)
        case .signature(let text): write(signature: text)
        case .array(let element, let values): write(values, ofType: element)
        case .structure(let members): members.forEach { write($0) }
        case .entry(let key, let value):
            write(key)
            write(value)
        case .variant(let value):
            write(signature: value.type)
            write(value)
        }
    }

    /// Fills up with zeros to a multiple.
    mutating func align(to multiple: Int) {
        while !bytes.count.isMultiple(of: multiple) { bytes.append(0) }
    }

    /// The length counts from the first element, behind what aligns it.
    private mutating func write(_ values: [BusValue], ofType element: String) {
        let place = bytes.count
        append(UInt32(0))
        align(to: BusValue.alignment(of: element.utf8.first ?? 0))
        let start = bytes.count
        values.forEach { write($0) }
        withUnsafeBytes(of: UInt32(bytes.count - start).littleEndian) { length in
            bytes.replaceSubrange(place..<(place + 4), with: length)
        }
    }

    private mutating func write(signature: String) {
        append(UInt8(signature.utf8.count))
        append(signature)
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
    }
}
