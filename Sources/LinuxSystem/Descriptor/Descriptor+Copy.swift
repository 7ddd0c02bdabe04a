import CShim
import Glibc

extension Descriptor {
    /// Writes part of a file to where this one is, without a way through this process where the kernel
    /// can: by copy_file_range(2) from file to file (which may share the blocks), by sendfile(2) to a pipe
    /// or a socket.
    /// - Returns: how many bytes there were, up to `count`.
    public func copy(
        from file: borrowing Descriptor, at start: Int64 = 0, count: Int64, name: String = ""
    ) throws(SystemError) -> Int64 {
        var offset = start
        let end = start + count
        for call in [skiff_copy_file_range, skiff_sendfile] {
            while offset < end {
                // The most that one call takes, and a whole number of pages.
                let copied = call(file.number, &offset, number, Int(min(end - offset, 0x7fff_f000)))
                if copied == 0 { return offset - start }
                if copied > 0 || copied == -Int64(EINTR) { continue }
                // Not between these two; the next way may do.
                guard Self.unsupported.contains(CInt(-copied)) else {
                    throw SystemError("write", name, errno: CInt(-copied))
                }
                break
            }
        }
        return try copyThroughMemory(from: file, offset..<end, name: name) - start
    }

    /// What copy_file_range(2) and sendfile(2) say of files that they cannot serve.
    private static let unsupported = [EBADF, EINVAL, EXDEV, EOPNOTSUPP, ENOSYS]

    /// - Returns: where the range, or the file, ended.
    private func copyThroughMemory(
        from file: borrowing Descriptor, _ range: Range<Int64>, name: String
    ) throws(SystemError) -> Int64 {
        var offset = range.lowerBound
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 4096)
        defer { buffer.deallocate() }
        while offset < range.upperBound {
            let wanted = Int(min(Int64(buffer.count), range.upperBound - offset))
            let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset)
            if count == 0 { break }
            try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), name: name)
            offset += Int64(count)
        }
        return offset
    }
}
