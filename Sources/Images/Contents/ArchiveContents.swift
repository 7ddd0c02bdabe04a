import Archive
import FoundationEssentials
import Glibc
import LinuxSystem

/// The files of an image archive, by the names that its own lists use.
protocol ArchiveContents: Sendable {
    /// What to call the archive in a message.
    var name: String { get }
    /// The file of that name; `nil` when there is none.
    func file(_ name: String) throws(ImageError) -> IncomingFile?
}

extension ArchiveContents {
    /// A file that must be there.
    func requiredFile(_ name: String) throws(ImageError) -> IncomingFile {
        guard let file = try file(name) else { throw .invalid("\(self.name) is incomplete: it has no \(name)") }
        return file
    }

    /// A whole file that is read into memory, as lists and manifests are.
    func bytes(_ name: String) throws(ImageError) -> [UInt8] {
        let limit = 8 << 20
        let file = try requiredFile(name)
        guard file.size ?? 0 <= limit else { throw .invalid("\(name) in \(self.name) is longer than 8 MiB") }
        return try attempt { () throws(ArchiveError) in try file.source.readToEnd(limit: limit, name: name) }
    }

    /// A whole file in JSON.
    func decode<Value: Decodable>(_ type: Value.Type, from name: String) throws(ImageError) -> Value {
        try decodeJSON(type, bytes(name), name: "\(name) in \(self.name)")
    }
}

/// Reads JSON from an archive.
func decodeJSON<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8], name: String) throws(ImageError) -> Value {
    do {
        return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
        throw .invalid("\(name) is not valid: \(error.sentence)")
    } catch {
        throw .invalid("\(name) is not valid: \(error)")
    }
}

extension DecodingError {
    /// The field and what is wrong with it, without the decoder's own ways.
    fileprivate var sentence: String {
        let (context, problem): (Context, String) =
            switch self {
            case .keyNotFound(let key, let context): (context, "\(key.stringValue) is missing")
            case .valueNotFound(_, let context): (context, "it is null")
            case .typeMismatch(_, let context): (context, "it is of another type than it must be")
            case .dataCorrupted(let context):
                (context, context.underlyingError.map { "\($0)" } ?? context.debugDescription)
            @unknown default: (Context(codingPath: [], debugDescription: ""), "it cannot be decoded")
            }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? problem : "\(path): \(problem)"
    }
}

/// An image archive that is a directory: an OCI layout, most often.
struct DirectoryContents: ArchiveContents {
    let name: String
    private let directory: SharedDescriptor

    init(_ directory: consuming Descriptor, name: String) {
        self.directory = SharedDescriptor(directory)
        self.name = name
    }

    func file(_ name: String) throws(ImageError) -> IncomingFile? {
        let flags: OpenFlags = [.readOnly, .nonBlocking, .noControllingTerminal]
        do {
            // Links may lead from one place of the layout to another, but not out of it.
            let file = try directory.descriptor.open(name, flags, resolution: [.beneath, .noMagicLinks])
            let status = try file.status(name: name)
            guard status.st_mode & S_IFMT == S_IFREG else { return nil }
            let size = Int64(status.st_size)
            return IncomingFile(source: FileSource(file, name: name), size: size)
        } catch {
            if error.errno == ENOENT || error.errno == ENOTDIR { return nil }
            throw ImageError(error)
        }
    }
}
