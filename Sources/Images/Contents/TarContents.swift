import Archive
import LinuxSystem

/// An image archive that is a tar file. Its headers are read once, so that
/// files can be taken in any order from where they lie.
struct TarContents: ArchiveContents {
    /// An image archive has a few files a layer; an archive with more entries
    /// than that is something else.
    private static let entryLimit = 1 << 16
    /// Old `docker save` writes a repeated layer as a link to the first.
    private static let linkLimit = 8

    private enum Entry {
        case file(Range<Int64>)
        case link(target: String)
    }

    let name: String
    private let file: SharedDescriptor
    private let entries: [String: Entry]

    /// - Parameter file: a regular file, not compressed.
    init(_ file: consuming Descriptor, name: String) throws(ImageError) {
        self.name = name
        do {
            entries = try Self.index(TarReader(FileSource(file.duplicate(), name: name)), name: name)
        } catch {
            throw ImageError(error).about(name)
        }
        self.file = SharedDescriptor(file)
    }

    func file(_ name: String) throws(ImageError) -> IncomingFile? {
        var key = Self.normalized(name, from: "")
        for _ in 0..<Self.linkLimit {
            switch entries[key] {
            case nil: return nil
            case .link(let target): key = target
            case .file(let range):
                let descriptor = try attempt { () throws(SystemError) in try file.descriptor.duplicate() }
                return IncomingFile(
                    source: FileSource(descriptor, name: name, range: range), size: range.upperBound - range.lowerBound)
            }
        }
        throw .invalid("\(name) in \(self.name) is a link that leads nowhere")
    }

    private static func index(_ reader: TarReader, name: String) throws -> [String: Entry] {
        var entries = [String: Entry]()
        var count = 0
        while let entry = try reader.next() {
            count += 1
            guard count <= entryLimit else { throw ImageError.invalid("it has more than \(entryLimit) entries") }
            let path = String(decoding: entry.path, as: UTF8.self)
            let key = normalized(path, from: "")
            switch entry.kind {
            case .file where reader.unread == entry.size:
                entries[key] = .file(reader.position..<(reader.position + entry.size))
            case .symbolicLink(let target):
                entries[key] = .link(target: normalized(String(decoding: target, as: UTF8.self), from: key))
            case .hardLink(let target):
                entries[key] = .link(target: normalized(String(decoding: target, as: UTF8.self), from: ""))
            default: break
            }
        }
        return entries
    }

    /// A path without `.`, `..` and doubled slashes, from the archive's root.
    /// - Parameter link: the link in whose directory the path starts.
    private static func normalized(_ path: String, from link: String) -> String {
        var parts = path.hasPrefix("/") ? [] : link.split(separator: "/").dropLast()
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
