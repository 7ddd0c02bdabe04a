/// One entry of a tar archive that a test makes, as wrong as it likes.
struct TarEntry {
    var name: String
    var type: Character
    var link = ""
    var mode = 0o755
    var content: [UInt8] = []
    /// What the header says of the size, when that is a lie.
    var claimedSize: Int?

    static func file(_ name: String, _ content: [UInt8], mode: Int = 0o644) -> TarEntry {
        TarEntry(name: name, type: "0", mode: mode, content: content)
    }

    static func file(_ name: String, _ text: String = "", mode: Int = 0o644) -> TarEntry {
        file(name, Array(text.utf8), mode: mode)
    }

    static func directory(_ name: String) -> TarEntry { TarEntry(name: name, type: "5") }

    static func symbolicLink(_ name: String, to target: String) -> TarEntry {
        TarEntry(name: name, type: "2", link: target, mode: 0o777)
    }

    static func hardLink(_ name: String, to target: String) -> TarEntry {
        TarEntry(name: name, type: "1", link: target)
    }

    /// A file of one byte at the end of a hole, in GNU tar's old sparse format.
    static func sparse(_ name: String, size: Int) -> TarEntry {
        var entry = file(name, [10])
        entry.type = "S"
        entry.claimedSize = size
        return entry
    }
}

/// A tar archive in the ustar format.
enum TarArchive {
    static func bytes(_ entries: [TarEntry]) -> [UInt8] {
        entries.flatMap { header($0) + padded($0.content) } + [UInt8](repeating: 0, count: 1024)
    }

    static func padded(_ content: [UInt8]) -> [UInt8] {
        content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    private static func header(_ entry: TarEntry) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
        }
        put(entry.name, at: 0)
        put(octal(entry.mode, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        if entry.type == "S", let size = entry.claimedSize {
            put(octal(entry.content.count, 11), at: 124)
            put(octal(size - entry.content.count, 11), at: 386)
            put(octal(entry.content.count, 11), at: 398)
            put(octal(size, 11), at: 483)
            put("ustar  ", at: 257)
        } else {
            put(octal(entry.claimedSize ?? entry.content.count, 11), at: 124)
            put("ustar\u{0}00", at: 257)
        }
        put(octal(0, 11), at: 136)
        put(String(entry.type), at: 156)
        put(entry.link, at: 157)
        put("        ", at: 148)
        put(octal(block.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
        return block
    }

    private static func octal(_ value: Int, _ width: Int) -> String {
        let digits = String(value, radix: 8)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
