import Glibc
import LinuxSystem

/// A directory for what a comparison makes, removed with all that is in it when the comparison ends.
final class Scratch {
    let path: String
    private let parent: Descriptor
    private let name: String

    /// Beneath `TMPDIR`, or /tmp.
    init() throws {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        name = "skiff-compare-\(getpid())"
        path = "\(place)/\(name)"
        parent = try Descriptor.open(place, [.directory])
        try parent.makeDirectory(name, mode: 0o700)
    }

    /// A directory in it.
    func makeDirectory(_ name: String) throws -> String {
        try Descriptor.open(path, [.directory]).makeDirectory(name)
        return "\(path)/\(name)"
    }

    deinit {
        // What can't be removed is in a directory for temporary files, named for what it was.
        try? parent.removeTree(name)
    }
}
