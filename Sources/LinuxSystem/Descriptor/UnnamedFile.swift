import CShim
import Glibc

/// A new file that nobody sees until it is complete and gets its name; one that never gets it is gone, even
/// when the process is killed (open(2), O_TMPFILE).
public struct UnnamedFile: ~Copyable {
    /// Open for reading and writing.
    public let descriptor: Descriptor
    private let directory: Descriptor
    /// The name that it has meanwhile where the file system cannot do without; a killed process leaves it.
    private var temporaryName: String?

    /// - Parameter directory: where it is going to be named.
    public static func make(
        in directory: consuming Descriptor, mode: mode_t = 0o600
    ) throws(SystemError) -> UnnamedFile {
        do {
            let flags = OpenFlags(rawValue: CInt(SKIFF_O_TMPFILE) | O_RDWR)
            let file = try directory.open(".", flags, mode: mode, resolution: [])
            return UnnamedFile(descriptor: file, directory: directory, temporaryName: nil)
        } catch {
            guard [EOPNOTSUPP, EISDIR, EINVAL].contains(error.errno) else { throw error }
        }
        let name = randomName()
        let file = try directory.open(name, [.readWrite, .create, .exclusive, .noFollow], mode: mode, resolution: [])
        return UnnamedFile(descriptor: file, directory: directory, temporaryName: name)
    }

    /// Names the file. One that has the name is replaced at once.
    public consuming func publish(as name: String) throws(SystemError) {
        if temporaryName == nil {
            let link = Self.randomName()
            let result = linkat(
                CInt(SKIFF_AT_FDCWD), descriptor.procPath, directory.number, link, CInt(SKIFF_AT_SYMLINK_FOLLOW))
            try checkErrno(result, "name", name)
            temporaryName = link
        }
        guard let temporary = temporaryName else { return }
        try directory.rename(temporary, to: name, in: directory)
        temporaryName = nil
    }

    private static func randomName() -> String {
        ".skiff-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    }

    deinit {
        // There is nobody to tell that it stays.
        if let temporaryName { try? directory.removeFile(temporaryName) }
    }
}
