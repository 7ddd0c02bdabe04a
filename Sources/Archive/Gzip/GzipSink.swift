import CDeflate
import LinuxSystem

/// Compresses with gzip, as a member for each MiB of content: members need
/// nothing of each other, so threads can share the work, and what they make doesn't
/// depend on how many there are.
///
/// What gzip(1) decompresses as one file, registries and engines do too: the
/// layers of eStargz are made of members.
final class GzipSink: ByteSink {
    private static let memberSize = 1 << 20

    private let sink: any ByteSink
    private let members: [GzipMember]
    private let content: UnsafeMutableRawBufferPointer
    private var filled = 0
    private var isEmpty = true

    /// - Parameter workers: threads, the caller's among them; each takes about 3 MiB.
    init(_ sink: any ByteSink, workers: Int) throws(ArchiveError) {
        self.sink = sink
        var members = [GzipMember]()
        for _ in 0..<max(1, workers) { members.append(try GzipMember(contentLimit: Self.memberSize)) }
        self.members = members
        content = .allocate(byteCount: members.count * Self.memberSize, alignment: 4096)
    }

    deinit {
        content.deallocate()
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(content.count - filled)
            UnsafeMutableRawBufferPointer(rebasing: content[filled...]).copyBytes(from: chunk)
            filled += chunk.count
            rest = rest.dropFirst(chunk.count)
            if filled == content.count { try flush() }
        }
    }

    func finish() throws(ArchiveError) {
        // An empty file is a member too.
        if filled > 0 || isEmpty { try flush() }
        try sink.finish()
    }

    /// Compresses what has been collected: the last part here, each other on a thread.
    private func flush() throws(ArchiveError) {
        let content = UnsafeRawBufferPointer(rebasing: content[..<filled])
        let used = members.prefix(max(1, (filled + Self.memberSize - 1) / Self.memberSize))
        try Self.compress(content[...], as: used)
        for member in used { try sink.write(member.bytes) }
        filled = 0
        isEmpty = false
    }

    private static func compress(
        _ content: Slice<UnsafeRawBufferPointer>, as members: ArraySlice<GzipMember>
    ) throws(ArchiveError) {
        guard let member = members.first else { return }
        let part = UnsafeRawBufferPointer(rebasing: content.prefix(memberSize))
        guard members.count > 1 else { return member.compress(part) }
        // Nobody else touches the member or the content until the thread has been joined.
        nonisolated(unsafe) let (ownMember, ownPart) = (member, part)
        let thread = try system { () throws(SystemError) in
            try Thread<Void>.start { ownMember.compress(ownPart) }
        }
        try compress(content.dropFirst(memberSize), as: members.dropFirst())
        thread.join()
    }
}

/// One gzip member, made in memory of its own.
///
/// libdeflate's level 5 writes less than gzip(1) at its default, and takes a
/// third of its time. The header has neither a name nor a time.
final class GzipMember {
    private static let level: Int32 = 5

    private let compressor: OpaquePointer
    private let output: UnsafeMutableRawBufferPointer
    private var count = 0

    /// - Parameter contentLimit: bytes; the most that it will be made of.
    init(contentLimit: Int) throws(ArchiveError) {
        guard let compressor = libdeflate_alloc_compressor(Self.level) else {
            throw .unsupported("no memory to compress with gzip")
        }
        self.compressor = compressor
        output = .allocate(byteCount: libdeflate_gzip_compress_bound(compressor, contentLimit), alignment: 16)
    }

    deinit {
        libdeflate_free_compressor(compressor)
        output.deallocate()
    }

    /// The member, valid until the next is made.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: output[..<count]) }

    func compress(_ content: UnsafeRawBufferPointer) {
        count = libdeflate_gzip_compress(
            compressor, content.baseAddress, content.count, output.baseAddress, output.count)
        precondition(count > 0, "the bound has room for any content")
    }
}
