import LinuxSystem

/// Why an archive cannot be read or written.
public enum ArchiveError: Error {
    /// The bytes end in the middle of something: a header, a file, a compressed stream.
    case truncated(String)
    /// The bytes are not what the format allows.
    case malformed(String)
    /// Valid, but not read by this program: another compression, an entry type.
    case unsupported(String)
    /// The kernel refused to read or write.
    case system(SystemError)
    /// Whoever delivers the bytes failed, for a reason of its own.
    case source(any Error)
}

extension ArchiveError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let part): "the archive ends in the middle of \(part); it was not copied completely"
        case .malformed(let reason): "the archive is damaged: \(reason)"
        case .unsupported(let reason): reason
        case .system(let error): error.description
        case .source(let error): "\(error)"
        }
    }
}

/// Runs what may fail in the kernel and says so as this module does.
func system<Result: ~Copyable>(_ body: () throws(SystemError) -> Result) throws(ArchiveError) -> Result {
    do {
        return try body()
    } catch {
        throw .system(error)
    }
}
