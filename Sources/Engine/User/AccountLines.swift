import Glibc
import LinuxSystem

/// The lines of an image's account file, read piece by piece: the file is the
/// image's, so that neither its size nor its kind can be trusted.
struct AccountLines: ~Copyable {
    /// Far beyond any real file, and read in milliseconds.
    static let limit = 16 << 20

    /// The path inside the image, for messages.
    private let path: String
    private let file: Descriptor
    private var buffer = [UInt8]()
    /// Where the next line starts in the buffer.
    private var start = 0
    private var total = 0

    /// Opens a regular file beneath the root; `nil` when there is no file.
    init?(_ path: String, in root: borrowing Descriptor) throws(EngineError) {
        let opened: Descriptor?
        do {
            opened = try root.openRegularFile(path, resolution: .container)
        } catch {
            if error.errno == ENOENT || error.errno == ENOTDIR { return nil }
            throw EngineError(.invalid, "cannot open \(path) in the image", cause: error)
        }
        guard let opened else { throw EngineError(.invalid, "\(path) in the image is not a regular file") }
        file = opened
        self.path = path
    }

    /// The next line without its end; `nil` after the last one.
    mutating func next() throws(EngineError) -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let end = lineEnd(from: searched) {
                defer { start = end + 1 }
                return buffer[start..<end]
            }
            searched = buffer.count - start
            if try fill() { continue }
            defer { start = buffer.count }
            return start < buffer.count ? buffer[start...] : nil
        }
    }

    /// Where the next line feed is, memchr(3).
    private func lineEnd(from offset: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let end = memchr(start + offset, 10, bytes.count - offset) else {
                return nil
            }
            return UnsafeRawPointer(end) - start
        }
    }

    /// Drops the lines already given and reads on; false at the file's end.
    private mutating func fill() throws(EngineError) -> Bool {
        buffer.removeSubrange(..<start)
        start = 0
        let count: Int
        do {
            count = try readMore()
        } catch {
            throw EngineError(.internal, "cannot read \(path) in the image", cause: error)
        }
        total += count
        guard total <= Self.limit else {
            throw EngineError(.invalid, "\(path) in the image is larger than \(Self.limit >> 20) MiB")
        }
        return count > 0
    }

    /// Appends what one read(2) gives; zero at the file's end.
    private mutating func readMore() throws(SystemError) -> Int {
        let kept = buffer.count
        buffer += [UInt8](repeating: 0, count: 8 * 1024)
        let result = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(SystemError) in
                try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[kept...]), name: path)
            }
        }
        let count = try result.get()
        buffer.removeLast(buffer.count - kept - count)
        return count
    }
}
