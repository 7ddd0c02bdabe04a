import Glibc

/// Whole files of this directory. `name` is a single component; none of them
/// follows a symbolic link in its place.
extension Descriptor {
    /// Makes the file; one of that name must not exist.
    public func createFile(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) throws(SystemError) {
        let file = try open(
            name, [.writeOnly, .create, .exclusive, .noFollow], mode: mode, resolution: [.beneath, .noMagicLinks])
        try file.write(bytes, name: name)
    }

    /// Replaces the file of that name at once: a reader, or a crash, sees the
    /// old bytes or the new ones (rename(2)).
    public func writeFile(
        _ name: String, _ bytes: [UInt8], mode: mode_t = 0o600
    ) throws(SystemError) {
        try writeFile(name, bytes, mode: mode) { temporary throws(SystemError) in
            try rename(temporary, to: name, in: self)
        }
    }

    /// As `writeFile`, for what is of no use after the machine's next start:
    /// only then might neither the old bytes nor the new ones be there. A file
    /// that another one is renamed over is written to the disk by ext4 before
    /// that, and waited for when it is removed (ext4(5), auto_da_alloc).
    public func writeVolatileFile(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) throws(SystemError) {
        try writeFile(name, bytes, mode: mode) { temporary throws(SystemError) in
            do throws(SystemError) {
                try exchange(temporary, with: name, in: self)
            } catch {
                // ENOENT: it is new. EINVAL: this file system can't.
                guard error.errno == ENOENT || error.errno == EINVAL else { throw error }
                return try rename(temporary, to: name, in: self)
            }
            try removeFile(temporary)
        }
    }

    private func writeFile(
        _ name: String, _ bytes: [UInt8], mode: mode_t, replace: (String) throws(SystemError) -> Void
    ) throws(SystemError) {
        let temporary = ".\(name).\(getpid())"
        // What stands there was left by a crash, or put there by somebody who
        // would own the file, or keep a writer waiting at a pipe.
        _ = try? removeFile(temporary)
        do {
            try createFile(temporary, bytes, mode: mode)
            try replace(temporary)
        } catch {
            _ = try? removeFile(temporary)  // the first failure is the one to tell
            throw error
        }
    }

    /// The whole file of that name, for many small ones that are replaced as wholes and never written to: a read
    /// that doesn't fill the buffer was the last, which another read would only confirm.
    public func readSmallFile(_ name: String) throws(SystemError) -> [UInt8] {
        let file = try open(name, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        let size = 16 * 1024
        let bytes = try withUnsafeTemporaryAllocation(byteCount: size, alignment: 16) { buffer throws(SystemError) in
            try Array(buffer[..<file.read(into: buffer, name: name)])
        }
        return bytes.count < size ? bytes : try bytes + file.readToEnd(limit: 16 << 20, name: name)
    }

    /// The whole file of that name, up to `limit` bytes.
    public func readFile(_ name: String, limit: Int = 16 << 20) throws(SystemError) -> [UInt8] {
        let file = try open(name, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        return try file.readToEnd(limit: limit, name: name)
    }
}
