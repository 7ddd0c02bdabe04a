import Archive
import Glibc
import LinuxSystem
import Runtime

/// One open file of a log, read line by line; what is removed or compressed
/// meanwhile stays readable.
final class LogFile {
    /// Its place among the log's files.
    let number: Int
    /// Whether it was the one that is written when it was opened.
    let isCurrent: Bool
    /// Of the file on disk.
    let status: stat
    private let file: Descriptor
    /// What decompresses it; `nil` for a file that isn't compressed.
    private var content: (any ByteSource)?
    let isCompressed: Bool
    /// Why nothing can be read from here on: a power failure, or a bad disk, has spoilt what was compressed.
    private(set) var damage: String?
    /// In the content, of the byte that is read next.
    private var offset: Int64 = 0
    /// Bytes of the content that come next and aren't wanted.
    private var toSkip: Int64 = 0
    /// Nothing is read from here on.
    private var limit = Int64.max
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    /// Bytes that are read and not handed over yet.
    private var rest = 0..<0

    /// No line of ours is longer; what is was left by a damaged file system, and means nothing.
    private static let longestLine = 4 << 20

    init(_ file: consuming Descriptor, number: Int, isCurrent: Bool, isCompressed: Bool) throws {
        status = try file.status(name: "the log")
        self.number = number
        self.isCurrent = isCurrent
        self.isCompressed = isCompressed
        if isCompressed {
            let bytes = try FileSource(file.duplicate(), name: "the log")
            do {
                content = try Compression.gzip.content(of: ByteWindow(bytes))
            } catch {
                damage = "\(error)"
            }
        }
        self.file = file
    }

    /// The size of the file on disk now.
    func size() throws(SystemError) -> Int64 { Int64(try file.status(name: "the log").st_size) }

    /// Begins at this byte of a file that isn't compressed.
    func seek(to offset: Int64) { self.offset = offset }

    /// Passes over that many bytes of the content of a file that is compressed.
    func skip(_ count: Int64) { toSkip = count }

    /// Reads no further than the file goes now.
    func stopAtEnd() throws(SystemError) { limit = try size() }

    /// Reads a part of a file that isn't compressed, whole.
    func read(_ range: Range<Int64>) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(range.upperBound - range.lowerBound))
        let result = bytes.withUnsafeMutableBytes { bytes in
            Result { () throws(SystemError) in try file.read(into: bytes, at: range.lowerBound, name: "the log") }
        }
        bytes.removeLast(bytes.count - (try result.get()))
        return bytes
    }

    /// Hands over each line that is complete, without its line feed, until the body wants no more.
    func readLines(_ body: (UnsafeBufferPointer<UInt8>) throws -> Bool) throws {
        repeat {
            while let length = lengthOfLine() {
                let line = rest.prefix(length)
                rest = rest.dropFirst(length + 1)
                let goesOn = try buffer.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[line])) }
                if !goesOn { return }
            }
        } while try fill()
    }

    private func lengthOfLine() -> Int? {
        buffer.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, !rest.isEmpty,
                let end = memchr(base + rest.lowerBound, CInt(UInt8(ascii: "\n")), rest.count)
            else { return nil }
            return UnsafeRawPointer(end) - UnsafeRawPointer(base + rest.lowerBound)
        }
    }

    /// - Returns: false at the end of what is there.
    private func fill() throws -> Bool {
        if rest.count == Self.longestLine { rest = 0..<0 }
        if rest.lowerBound > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[rest]))
            }
            rest = 0..<rest.count
        } else if rest.count == buffer.count {
            buffer.append(contentsOf: repeatElement(0, count: buffer.count))
        }
        let wanted = Int(min(Int64(buffer.count - rest.count), limit - offset))
        guard wanted > 0, damage == nil else { return false }
        let count = try buffer.withUnsafeMutableBytes { bytes in
            try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[rest.count..<rest.count + wanted]))
        }
        offset += Int64(count)
        // Nothing has been kept of the file as long as anything is skipped.
        let skipped = Int(min(toSkip, Int64(count)))
        toSkip -= Int64(skipped)
        rest = skipped..<rest.count + count
        return count > 0
    }

    private func read(into free: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let content else { return try file.read(into: free, at: offset, name: "the log") }
        do {
            return try content.read(into: free)
        } catch {
            damage = "\(error)"
            return 0
        }
    }
}
