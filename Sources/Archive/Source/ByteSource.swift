/// Bytes that are pulled from one end: a file, a decompressor, a hash that
/// listens on the way.
public protocol ByteSource: AnyObject {
    /// Fills the buffer from its start, as far as is convenient.
    /// - Returns: the number of bytes; zero means the end, then and ever after.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int

    /// Leaves out that many bytes without reading them, where that is possible.
    /// - Returns: how many were left out; the caller reads the others.
    func skip(_ count: Int64) throws(ArchiveError) -> Int64
}

extension ByteSource {
    /// Most sources can only be read.
    public func skip(_ count: Int64) throws(ArchiveError) -> Int64 { 0 }

    /// Everything up to the end, but never more than `limit` bytes.
    public func readToEnd(limit: Int, name: String) throws(ArchiveError) -> [UInt8] {
        let window = ByteWindow(self, capacity: 64 * 1024)
        var bytes = [UInt8]()
        while let chunk = try window.next(atMost: .max) {
            guard bytes.count + chunk.count <= limit else { throw .malformed("\(name) is longer than \(limit) bytes") }
            bytes.append(contentsOf: chunk)
        }
        return bytes
    }
}
