import LinuxSystem

/// The 512 bytes before each entry, in any of tar's dialects: v7, POSIX ustar
/// and GNU (tar(5)).
struct TarHeader {
    /// The size of a header, and what all of an archive is padded to.
    static let blockSize = 512

    private let block: UnsafeRawBufferPointer

    /// A view of a block; it is valid as long as the block is.
    /// - Throws: when the block's checksum is wrong.
    init(_ block: UnsafeRawBufferPointer) throws(ArchiveError) {
        self.block = block
        let stored = try number(148..<156, "checksum")
        // The field counts as spaces. Old programs summed signed characters.
        var unsigned: Int64 = 8 * 32
        var signed: Int64 = 8 * 32
        for (index, byte) in block.enumerated() where !(148..<156).contains(index) {
            unsigned += Int64(byte)
            signed += Int64(Int8(bitPattern: byte))
        }
        guard stored == unsigned || stored == signed else {
            throw .malformed("the checksum of a tar header is wrong")
        }
    }

    /// A block that continues a sparse file's map; it has no checksum.
    init(extension block: UnsafeRawBufferPointer) {
        self.block = block
    }

    func byte(_ offset: Int) -> UInt8 { block[offset] }

    /// Adds the segments of a sparse file's map: pairs of numbers, until one is empty.
    func appendSegments(
        from offset: Int, count: Int, to segments: inout [SparseMap.Segment]
    ) throws(ArchiveError) {
        for start in stride(from: offset, to: offset + 24 * count, by: 24) where block[start] != 0 {
            let segment = try SparseMap.Segment(
                offset: number(start..<start + 12, "map"), length: number(start + 12..<start + 24, "map"))
            segments.append(segment)
        }
    }

    var type: UInt8 { block[156] }
    var name: [UInt8] { text(0..<100) }
    var linkName: [UInt8] { text(157..<257) }

    /// The name, after the prefix that POSIX added; GNU has other things there.
    var path: [UInt8] {
        guard isUstar, block[345] != 0 else { return name }
        return text(345..<500) + [UInt8(ascii: "/")] + name
    }

    var isUstar: Bool { block[257..<263].elementsEqual("ustar\0".utf8) }

    func mode() throws(ArchiveError) -> UInt32 {
        try UInt32(truncatingIfNeeded: number(100..<108, "mode")) & 0o7777
    }

    func owner() throws(ArchiveError) -> FileOwner {
        try FileOwner(user: id(number(108..<116, "user"), "user"), group: id(number(116..<124, "group"), "group"))
    }

    func size() throws(ArchiveError) -> Int64 {
        let size = try number(124..<136, "size")
        guard size >= 0 else { throw .malformed("a tar header has a negative size") }
        return size
    }

    func modified() throws(ArchiveError) -> FileTime {
        try FileTime(seconds: number(136..<148, "time"))
    }

    func deviceMajor() throws(ArchiveError) -> UInt32 { try deviceNumber(329..<337) }
    func deviceMinor() throws(ArchiveError) -> UInt32 { try deviceNumber(337..<345) }

    private func deviceNumber(_ range: Range<Int>) throws(ArchiveError) -> UInt32 {
        guard let number = try UInt32(exactly: number(range, "device number")) else {
            throw .malformed("a tar header has an impossible device number")
        }
        return number
    }

    /// Octal digits between spaces and NULs, or base 256 where the first bit is set.
    func number(_ range: Range<Int>, _ field: String) throws(ArchiveError) -> Int64 {
        let bytes = UnsafeRawBufferPointer(rebasing: block[range])
        if bytes[0] & 0x80 != 0 { return try Self.binaryNumber(bytes, field) }
        let digits = bytes.drop { $0 == UInt8(ascii: " ") || $0 == 0 }.prefix { $0 != UInt8(ascii: " ") && $0 != 0 }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else {
                throw .malformed("the \(field) in a tar header is no number")
            }
            // Twelve octal digits at most: this cannot overflow.
            value = value << 3 | Int64(digit & 7)
        }
        return value
    }

    /// GNU's base 256: a big-endian two's complement, less its first bit.
    private static func binaryNumber(_ bytes: UnsafeRawBufferPointer, _ field: String) throws(ArchiveError) -> Int64 {
        let isNegative = bytes[0] & 0x40 != 0
        var value: Int64 = isNegative ? -1 : 0
        for (index, byte) in bytes.enumerated() {
            let byte = index == 0 ? (isNegative ? byte | 0x80 : byte & 0x7f) : byte
            let (product, overflow) = value.multipliedReportingOverflow(by: 256)
            guard !overflow else { throw .malformed("the \(field) in a tar header is too large") }
            value = product | Int64(byte)
        }
        return value
    }

    private func text(_ range: Range<Int>) -> [UInt8] {
        Array(block[range].prefix { $0 != 0 })
    }
}

/// A user or group id, which is 32 bits; the last one means "no change" to chown(2).
func id(_ value: Int64, _ field: String) throws(ArchiveError) -> UInt32 {
    guard let id = UInt32(exactly: value), id != .max else {
        throw .malformed("\(value) is no \(field) id")
    }
    return id
}
