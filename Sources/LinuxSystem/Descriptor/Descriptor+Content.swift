import CShim
import Glibc

/// What is in an open file, and what is said about it, found by a descriptor
/// that was opened with O_PATH: whatever has the name by now, it is this file.
extension Descriptor {
    /// Opens a regular file again, for reading. The caller has seen that it is
    /// one: a fifo would wait, and a device may do something.
    public func openContent(name: String) throws(SystemError) -> Descriptor {
        do {
            return try Descriptor.open(procPath, [.readOnly, .nonBlocking, .noControllingTerminal])
        } catch {
            throw SystemError("open", name, errno: error.errno)
        }
    }

    /// The extended attributes (listxattr(2), getxattr(2)) whose names begin so.
    /// None where the file system has no such thing.
    public func extendedAttributes(
        beginningWith prefixes: [String], name: String
    ) throws(SystemError) -> [[UInt8]: [UInt8]] {
        let path = procPath
        let length = skiff_listxattr(path, nil, 0)
        if length == 0 || length == -ENOTSUP { return [:] }
        try check(length, "list the attributes of", name)
        // XATTR_LIST_MAX: nothing is longer.
        var bytes = [CChar](repeating: 0, count: 65536)
        let listed = try Int(check(skiff_listxattr(path, &bytes, bytes.count), "list the attributes of", name))
        var attributes = [[UInt8]: [UInt8]]()
        for attribute in bytes[..<listed].split(separator: 0) {
            let text = attribute.map(UInt8.init(bitPattern:))
            guard prefixes.contains(where: { text.starts(with: $0.utf8) }), let raw = RawPath(text) else { continue }
            attributes[text] = try extendedAttribute(raw, name: name)
        }
        return attributes
    }

    /// lseek(2): where the next read or write happens, in bytes from the start.
    public func seek(to offset: Int64, name: String = "") throws(SystemError) {
        try checkErrno(lseek(number, Int(offset), SEEK_SET), "seek in", name)
    }

    /// The parts of a file that are no holes, up to the size given (lseek(2)
    /// SEEK_DATA, SEEK_HOLE): all of it where the file system can't tell.
    public func dataRanges(size: Int64, name: String = "") throws(SystemError) -> [Range<Int64>] {
        // Shown by <unistd.h> only to _GNU_SOURCE.
        let (seekData, seekHole) = (CInt(3), CInt(4))
        var ranges = [Range<Int64>]()
        var offset: Int64 = 0
        while offset < size {
            let start = Int64(lseek(number, Int(offset), seekData))
            if start < 0, errno == ENXIO { break }
            guard start >= 0, start < size else { return start < 0 ? [0..<size] : ranges }
            let end = min(size, Int64(lseek(number, Int(start), seekHole)))
            guard end > start else { return ranges + [start..<size] }
            ranges.append(start..<end)
            offset = end
        }
        return ranges
    }
}
