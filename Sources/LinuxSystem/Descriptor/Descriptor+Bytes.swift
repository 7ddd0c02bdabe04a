import Glibc

extension Descriptor {
    /// Reads up to the buffer's size (read(2)), again after a signal.
    /// Zero means the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer, name: String = "") throws(SystemError) -> Int {
        while true {
            let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw SystemError("read", nameOrNumber(name), errno: errno) }
        }
    }

    /// Writes all of the bytes (write(2)), going on after short writes and signals.
    public func write(_ bytes: UnsafeRawBufferPointer, name: String = "") throws(SystemError) {
        var offset = 0
        while offset < bytes.count {
            let count = Glibc.write(number, bytes.baseAddress! + offset, bytes.count - offset)
            if count >= 0 {
                offset += count
            } else if errno != EINTR {
                throw SystemError("write", nameOrNumber(name), errno: errno)
            }
        }
    }

    /// Writes all of the bytes.
    public func write(_ bytes: [UInt8], name: String = "") throws(SystemError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(SystemError) in try write(buffer, name: name) }
        }
        try result.get()
    }

    /// Writes text as UTF-8.
    public func write(_ text: String, name: String = "") throws(SystemError) {
        try write(Array(text.utf8), name: name)
    }

    /// Everything up to the end, but never more than `limit` bytes: a longer
    /// file is an error (EFBIG), so that no hostile file fills the memory.
    public func readToEnd(limit: Int, name: String = "") throws(SystemError) -> [UInt8] {
        let size = 16 * 1024
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { chunk.deallocate() }
        var bytes = [UInt8]()
        while true {
            let count = try read(into: chunk, name: name)
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw SystemError("read", nameOrNumber(name), errno: EFBIG) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// What fstat(2) tells.
    public func status(name: String = "") throws(SystemError) -> stat {
        var status = stat()
        try checkErrno(fstat(number, &status), "stat", nameOrNumber(name))
        return status
    }

    private func nameOrNumber(_ name: String) -> String {
        name.isEmpty ? "descriptor \(number)" : name
    }
}

extension Descriptor {
    /// Waits until something can be read, or the other end has been closed (poll(2)).
    /// - Returns: false when the time has gone, or a signal came.
    public func waitForInput(upTo limit: Duration) -> Bool {
        var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        let milliseconds = limit.components.seconds * 1000 + limit.components.attoseconds / 1_000_000_000_000_000
        return poll(&entry, 1, CInt(clamping: milliseconds)) > 0
    }
}
