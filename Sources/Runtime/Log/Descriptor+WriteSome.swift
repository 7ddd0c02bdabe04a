import Glibc
import LinuxSystem

/// For a log file, of which it matters how much of it has been written when the disk is full.
extension Descriptor {
    /// One write(2), again after a signal.
    /// - Returns: how many bytes have been written, at least one.
    func writeSome(_ bytes: Slice<UnsafeRawBufferPointer>) throws(SystemError) -> Int {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        while true {
            let count = Glibc.write(number, bytes.baseAddress, bytes.count)
            if count > 0 { return count }
            if errno != EINTR { throw SystemError("write", ContainerDirectory.logName, errno: errno) }
        }
    }

    /// The same.
    func writeSome(_ bytes: [UInt8]) throws(SystemError) -> Int {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(SystemError) in try writeSome(bytes[...]) }
        }
        return try result.get()
    }
}
