import Archive
import ArchiveFixtures

/// A tar header that a writer would not make, with a checksum all the same.
struct RawHeader {
    private(set) var bytes: [UInt8]

    init(_ path: String = "file", type: Character = "0", size: Int = 0) throws {
        bytes = try Array(archive([Item(path)], closed: false).prefix(512))
        bytes[156] = type.asciiValue ?? 0
        set(124, Array(String(size, radix: 8).utf8) + [0])
    }

    /// Puts bytes into the header and makes its checksum right again.
    mutating func set(_ offset: Int, _ value: [UInt8]) {
        bytes.replaceSubrange(offset..<offset + value.count, with: value)
        setChecksum(bytes[..<148].reduce(256) { $0 + Int($1) } + bytes[156...].reduce(0) { $0 + Int($1) })
    }

    /// The sum of signed characters, as some old programs wrote it.
    mutating func setSignedChecksum() {
        let sum = (bytes[..<148] + bytes[156...]).reduce(256) { $0 + Int(Int8(bitPattern: $1)) }
        setChecksum(sum)
    }

    private mutating func setChecksum(_ sum: Int) {
        let digits = String(sum, radix: 8)
        bytes.replaceSubrange(
            148..<156, with: Array((String(repeating: "0", count: 6 - digits.count) + digits).utf8) + [0, 32])
    }

    /// The header and its content, padded to blocks.
    static func + (header: RawHeader, content: [UInt8]) -> [UInt8] {
        header.bytes + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    /// GNU's base 256, in twelve bytes.
    static func binary(_ value: Int64, count: Int = 12) -> [UInt8] {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 > 8 ? value >> 63 : value >> (8 * Int64($0))) }
        return [bytes[count - 1] | 0x80] + bytes.dropLast().reversed()
    }
}
