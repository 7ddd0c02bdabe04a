/// What the start of a zstd frame says (RFC 8878, 3.1): how much memory its
/// content takes to decode, or that it has none.
enum ZstdFrame: Hashable {
    /// Content, whose matches lead back as many bytes as the window has.
    case content(window: UInt64)
    /// Someone's own data, to be left out with its header: zstd:chunked keeps its index so.
    case skippable(length: Int64)

    /// The longest header.
    static let headerLimit = 18
    private static let magic: UInt32 = 0xfd2f_b528
    private static let skippableMagic: UInt32 = 0x184d_2a50

    /// - Parameter bytes: the frame's start, up to `headerLimit` bytes.
    init(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        var rest = bytes[...]
        let magic = try Self.number(4, &rest)
        if magic & ~0xf == UInt64(Self.skippableMagic) {
            self = .skippable(length: Int64(8 + (try Self.number(4, &rest))))
        } else if magic == UInt64(Self.magic) {
            self = .content(window: try Self.window(&rest))
        } else {
            throw .malformed("something follows its zstd stream")
        }
    }

    /// A frame of a single segment has no window but its content.
    private static func window(_ rest: inout Slice<UnsafeRawBufferPointer>) throws(ArchiveError) -> UInt64 {
        let descriptor = try number(1, &rest)
        guard descriptor & 0x20 != 0 else {
            let window = try number(1, &rest)
            let base = UInt64(1) << (10 + (window >> 3))
            return base + base / 8 * (window & 7)
        }
        rest = rest.dropFirst([0, 1, 2, 4][Int(descriptor & 3)])
        switch descriptor >> 6 {
        case 0: return try number(1, &rest)
        case 1: return try number(2, &rest) + 256
        case 2: return try number(4, &rest)
        default: return try number(8, &rest)
        }
    }

    private static func number(
        _ count: Int, _ rest: inout Slice<UnsafeRawBufferPointer>
    ) throws(ArchiveError) -> UInt64 {
        guard rest.count >= count else { throw .truncated("a zstd stream") }
        let value = rest.prefix(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(count)
        return value
    }
}
