import Archive
import Glibc
import LinuxSystem

/// An image archive that was given to `load`, in a form that can be read more
/// than once. One that is compressed or a pipe is first written to a staging
/// directory, as long as there is room for it.
final class ArchiveInput {
    let contents: any ArchiveContents
    private let staging: Staging

    /// - Parameter name: what to call it in a message.
    init(_ file: consuming Descriptor, name: String, in stagings: consuming Descriptor) throws(ImageError) {
        staging = try Staging(in: stagings)
        contents = try Self.contents(file, name: name, staging)
    }

    private static func contents(
        _ file: consuming Descriptor, name: String, _ staging: borrowing Staging
    ) throws(ImageError) -> any ArchiveContents {
        let type = try attempt { () throws(SystemError) in try file.status(name: name).st_mode & S_IFMT }
        if type == S_IFDIR { return DirectoryContents(file, name: name) }
        let compressed: any ByteSource
        if type == S_IFREG {
            let duplicate = try attempt { () throws(SystemError) in try file.duplicate() }
            if try Compression.of(FileSource(duplicate, name: name)) == .none {
                return try TarContents(file, name: name)
            }
            compressed = FileSource(file, name: name)
        } else {
            compressed = StreamSource(file, name: name)
        }
        let spool = "archive"
        let source = try attempt { () throws(ArchiveError) in try Compression.decompress(compressed) }
        try staging.write(source, to: spool, announced: 0)
        let spooled = try attempt { () throws(SystemError) in
            try staging.directory.open(spool, [.readOnly, .noFollow], resolution: .beneath)
        }
        return try TarContents(spooled, name: name)
    }
}

extension Compression {
    /// What the first bytes of a file say.
    static func of(_ file: FileSource) throws(ImageError) -> Compression {
        try attempt { () throws(ArchiveError) in try detect(ByteWindow(file, capacity: 512)) }
    }
}

extension Staging {
    /// Writes all of a source into a file of this directory.
    /// - Parameter announced: how many bytes are known to come; zero when it isn't known.
    func write(_ source: any ByteSource, to name: String, announced: Int64) throws(ImageError) {
        let space = FreeSpace()
        try space.take(announced, in: directory, for: "the archive")
        var expected = announced
        do {
            let file = try directory.open(
                name, [.writeOnly, .create, .truncate, .noFollow], mode: 0o600, resolution: .beneath)
            let window = ByteWindow(source, capacity: 1 << 20)
            while let chunk = try window.next(atMost: .max) {
                let count = Int64(chunk.count)
                if count > expected { try space.take(count - expected, in: directory, for: "the archive") }
                expected = max(0, expected - count)
                try file.write(chunk, name: "the image store")
            }
        } catch {
            throw ImageError(error)
        }
    }
}
