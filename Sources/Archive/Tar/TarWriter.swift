import LinuxSystem

/// Writes a tar archive in the POSIX format: ustar headers, and pax records for
/// what these cannot say. Its output depends on nothing but its input.
public final class TarWriter {
    private let sink: any ByteSink
    /// What the current file still owes.
    var missing: Int64 = 0
    var padding = 0

    /// - Parameter sink: takes the archive's bytes; finished with the archive.
    public init(_ sink: any ByteSink) {
        self.sink = sink
    }

    /// - Parameter write: takes the archive's bytes, piece by piece.
    public convenience init(_ write: @escaping (UnsafeRawBufferPointer) throws(ArchiveError) -> Void) {
        self.init(FunctionSink(write))
    }

    /// Begins an entry. A file's content, `entry.size` bytes, follows by `append`.
    public func begin(_ entry: TarEntry) throws(ArchiveError) {
        precondition(missing == 0, "the content of an entry is as long as its header says")
        try writeRecords(Self.records(entry))
        try write(Self.block(entry, type: Self.type(entry.kind)))
        guard entry.kind == .file else { return }
        missing = entry.size
        padding = Int(TarContent.padding(of: entry.size))
    }

    /// The header that extends the next one, if it has to say anything.
    func writeRecords(_ records: [UInt8]) throws(ArchiveError) {
        guard !records.isEmpty else { return }
        let header = TarEntry(path: Array("PaxHeaders/entry".utf8), size: Int64(records.count), mode: 0o644)
        try write(Self.block(header, type: UInt8(ascii: "x")))
        try write(records)
        try writeZeros(Int(TarContent.padding(of: header.size)))
    }

    /// The next bytes of the current file.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        try sink.write(bytes)
        try noteWritten(Int64(bytes.count))
    }

    /// Notes that the next bytes of the current file have been written past this writer, as the kernel does
    /// from file to file.
    public func noteWritten(_ count: Int64) throws(ArchiveError) {
        precondition(count <= missing, "the content of an entry is as long as its header says")
        missing -= count
        if missing == 0 {
            try writeZeros(padding)
            padding = 0
        }
    }

    /// The next bytes of the current file.
    public func append(_ bytes: [UInt8]) throws(ArchiveError) {
        try bytes.span.bytes.withUnsafeBytes(append)
    }

    /// Ends the archive with its two blocks of zeros.
    public func finish() throws(ArchiveError) {
        try writeZeros(2 * TarHeader.blockSize)
        try sink.finish()
    }

    func write(_ bytes: [UInt8]) throws(ArchiveError) {
        try bytes.span.bytes.withUnsafeBytes(sink.write)
    }

    func writeZeros(_ count: Int) throws(ArchiveError) {
        if count > 0 { try write(Self.zeros(count)) }
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

// MARK: - Headers

extension TarWriter {
    static func type(_ kind: TarEntry.Kind) -> UInt8 {
        switch kind {
        case .file: UInt8(ascii: "0")
        case .hardLink: UInt8(ascii: "1")
        case .symbolicLink: UInt8(ascii: "2")
        case .characterDevice: UInt8(ascii: "3")
        case .blockDevice: UInt8(ascii: "4")
        case .directory: UInt8(ascii: "5")
        case .fifo: UInt8(ascii: "6")
        }
    }

    private static func linkTarget(_ kind: TarEntry.Kind) -> [UInt8] {
        switch kind {
        case .hardLink(let target), .symbolicLink(let target): target
        default: []
        }
    }

    static func block(_ entry: TarEntry, type: UInt8) -> [UInt8] {
        var block = zeros(TarHeader.blockSize)
        func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
            for (index, byte) in bytes.enumerated() { block[offset + index] = byte }
        }
        func put(_ number: Int64, at offset: Int, digits: Int) {
            // What doesn't fit stands in the pax records.
            let octal = String(number.magnitude, radix: 8).suffix(digits)
            put((String(repeating: "0", count: digits - octal.count) + octal).utf8, at: offset)
        }
        put(entry.path.prefix(100), at: 0)
        put(Int64(entry.mode), at: 100, digits: 7)
        put(Int64(entry.owner.user), at: 108, digits: 7)
        put(Int64(entry.owner.group), at: 116, digits: 7)
        put(entry.size, at: 124, digits: 11)
        put(max(0, entry.modified.seconds), at: 136, digits: 11)
        put([type], at: 156)
        put(linkTarget(entry.kind).prefix(100), at: 157)
        put("ustar\u{0}00".utf8, at: 257)
        if case .characterDevice(let major, let minor) = entry.kind {
            put(Int64(major), at: 329, digits: 7)
            put(Int64(minor), at: 337, digits: 7)
        } else if case .blockDevice(let major, let minor) = entry.kind {
            put(Int64(major), at: 329, digits: 7)
            put(Int64(minor), at: 337, digits: 7)
        }
        put("        ".utf8, at: 148)
        put(block.reduce(0) { $0 + Int64($1) }, at: 148, digits: 6)
        block[154] = 0
        return block
    }
}

// MARK: - Extended records

extension TarWriter {
    /// What the header has no room for.
    static func records(_ entry: TarEntry) -> [UInt8] {
        var bytes = [UInt8]()
        let target = linkTarget(entry.kind)
        if entry.path.count > 100 { append("path", entry.path, to: &bytes) }
        if target.count > 100 { append("linkpath", target, to: &bytes) }
        if entry.size >= 1 << 33 { append("size", Array("\(entry.size)".utf8), to: &bytes) }
        if entry.owner.user >= 1 << 21 { append("uid", Array("\(entry.owner.user)".utf8), to: &bytes) }
        if entry.owner.group >= 1 << 21 { append("gid", Array("\(entry.owner.group)".utf8), to: &bytes) }
        let time = entry.modified
        if time.nanoseconds != 0 || time.seconds < 0 || time.seconds >= 1 << 33 {
            append("mtime", Array(text(time).utf8), to: &bytes)
        }
        for attribute in entry.extendedAttributes {
            append(Array(PaxRecords.attributePrefix.utf8) + attribute.name, attribute.value, to: &bytes)
        }
        return bytes
    }

    private static func text(_ time: FileTime) -> String {
        let isBorrowed = time.seconds < 0 && time.nanoseconds > 0
        let seconds = isBorrowed ? time.seconds + 1 : time.seconds
        let nanoseconds = isBorrowed ? 1_000_000_000 - time.nanoseconds : time.nanoseconds
        let fraction = String(nanoseconds + 1_000_000_000).dropFirst()
        return "\(time.seconds < 0 ? "-" : "")\(seconds.magnitude).\(fraction)"
    }

    static func append(_ key: String, _ value: [UInt8], to bytes: inout [UInt8]) {
        append(Array(key.utf8), value, to: &bytes)
    }

    /// The length at a record's start counts its own digits.
    private static func append(_ key: [UInt8], _ value: [UInt8], to bytes: inout [UInt8]) {
        let rest = key.count + value.count + 3
        var length = rest + String(rest).count
        if rest + String(length).count != length { length = rest + String(length).count }
        bytes += Array("\(length) ".utf8) + key + [UInt8(ascii: "=")] + value + [UInt8(ascii: "\n")]
    }
}
