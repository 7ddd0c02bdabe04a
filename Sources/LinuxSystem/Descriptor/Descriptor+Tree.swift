import CShim
import Glibc

extension Descriptor {
    /// The names in this directory, without `.` and `..`, in the kernel's
    /// order. Names that are not UTF-8 are kept byte for byte.
    public func entries() throws(SystemError) -> [RawPath] {
        // A descriptor of its own: readdir(3) moves the offset that duplicates share.
        let reopened = try open(".", [.directory], resolution: [])
        let number = reopened.release()
        guard let stream = fdopendir(number) else {
            let reason = errno
            close(number)
            throw SystemError("read directory", "descriptor \(number)", errno: reason)
        }
        defer { closedir(stream) }
        var names = [RawPath]()
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw SystemError("read directory", "descriptor \(number)", errno: errno) }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
                    UnsafeBufferPointer(
                        start: bytes, count: strlen(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))
                    )
                    .withMemoryRebound(to: UInt8.self) { RawPath($0)! }
                }
            }
            if name.shown != "." && name.shown != ".." { names.append(name) }
        }
    }

    /// Removes an entry and all beneath it, without following a link or
    /// crossing a mount. What is already gone is no error.
    public func removeTree(_ name: some PathArgument) throws(SystemError) {
        let result = name.withCPath { skiff_remove_tree(number, $0) }
        try check(result, "remove", name.shown)
    }
}
