import CShim
import Glibc

extension Descriptor {
    /// A file in memory that holds the bytes, read from its beginning on
    /// (memfd_create(2)). It is gone with the last who has it open.
    public static func memory(holding bytes: [UInt8], name: String) throws(SystemError) -> Descriptor {
        let closeOnExecute: UInt32 = 1  // MFD_CLOEXEC, a macro that Swift does not see
        let file = try Descriptor(owning: check(skiff_memfd_create(name, closeOnExecute), "make", "a file in memory"))
        try file.write(bytes)
        try checkErrno(lseek(file.number, 0, SEEK_SET), "rewind", "a file in memory")
        return file
    }

    /// Whether it is a file in memory, so that reading it waits for nobody:
    /// only such a file can be sealed (fcntl(2) F_GET_SEALS).
    public var isMemory: Bool {
        let getSeals: CInt = 1034  // a macro that Swift does not see
        return fcntl(number, getSeals) >= 0
    }
}
