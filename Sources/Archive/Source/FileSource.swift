import Glibc
import LinuxSystem

/// A file or a part of one, read with pread(2), so that several sources can
/// share one open file.
public final class FileSource: ByteSource {
    private let file: Descriptor
    private let name: String
    private var offset: Int64
    private let end: Int64

    /// - Parameters:
    ///   - file: owned by the source from now on.
    ///   - range: in bytes; the whole file when it is left out.
    public init(
        _ file: consuming Descriptor, name: String, range: Range<Int64> = 0..<Int64.max
    ) {
        self.file = file
        self.name = name
        offset = range.lowerBound
        end = range.upperBound
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let wanted = Int(min(Int64(buffer.count), end - offset))
        guard wanted > 0 else { return 0 }
        let count = try system { () throws(SystemError) in
            try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset, name: name)
        }
        offset += Int64(count)
        return count
    }

    public func skip(_ count: Int64) throws(ArchiveError) -> Int64 {
        let size = try system { () throws(SystemError) in Int64(try file.status(name: name).st_size) }
        let skipped = max(0, min(count, min(end, size) - offset))
        offset += skipped
        return skipped
    }
}

/// A pipe, a socket or a terminal, read from where it is.
public final class StreamSource: ByteSource {
    private let stream: Descriptor
    private let name: String

    public init(_ stream: consuming Descriptor, name: String) {
        self.stream = stream
        self.name = name
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        try system { () throws(SystemError) in try stream.read(into: buffer, name: name) }
    }
}

/// Bytes that are already in memory.
public final class MemorySource: ByteSource {
    private var rest: ArraySlice<UInt8>

    public init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let chunk = rest.prefix(buffer.count)
        buffer.copyBytes(from: chunk)
        rest.removeFirst(chunk.count)
        return chunk.count
    }
}
