import Archive
import LinuxSystem
import OCI

extension SavedSelection {
    /// Writes the archive: the lists first, then each blob once.
    /// - Parameter name: what to call the file in a message.
    func write(to file: borrowing Descriptor, name: String, _ format: ArchiveFormat) throws(ImageError) {
        let output = try SharedDescriptor(attempt { () throws(SystemError) in try file.duplicate() })
        let tar = TarWriter { bytes throws(ArchiveError) in
            do throws(SystemError) {
                try output.descriptor.write(bytes, name: name)
            } catch {
                throw .system(error)
            }
        }
        for list in try lists(format) {
            try attempt { () throws(ArchiveError) in
                try tar.begin(TarEntry(path: Array(list.name.utf8), size: Int64(list.content.count)))
                try tar.append(list.content)
            }
        }
        try writeBlobs(format, to: output.descriptor, name: name, tar)
        try attempt { () throws(ArchiveError) in try tar.finish() }
    }

    private func writeBlobs(
        _ format: ArchiveFormat, to output: borrowing Descriptor, name: String, _ tar: TarWriter
    ) throws(ImageError) {
        var written = Set<String>()
        for blob in images.flatMap(\.blobs) {
            let path = blob.digest.layoutPath
            guard format != .docker || !blob.mediaType.isManifest, written.insert(path).inserted else { continue }
            let directory = "blobs/\(blob.digest.algorithm.rawValue)/"
            do {
                for parent in ["blobs/", directory] where written.insert(parent).inserted {
                    try tar.begin(TarEntry(path: Array(parent.utf8), kind: .directory, mode: 0o755))
                }
                try tar.begin(TarEntry(path: Array(path.utf8), size: blob.size))
                guard try output.copy(from: open(blob), count: blob.size, name: name) == blob.size else {
                    throw ImageError.invalid(
                        "cannot save: the blob \(blob.digest) is shorter than it must be; see skiff system check")
                }
                try tar.noteWritten(blob.size)
            } catch {
                throw ImageError(error)
            }
        }
    }

    /// A file that says what is in the archive.
    private struct List {
        let name: String
        let content: [UInt8]
    }

    private func lists(_ format: ArchiveFormat) throws(ImageError) -> [List] {
        var lists = [List]()
        if format != .docker {
            lists.append(List(name: "oci-layout", content: Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8)))
            let index = ImageIndex(manifests: images.flatMap(\.indexEntries))
            lists.append(try List(name: "index.json", content: encodeJSON(index)))
        }
        if format != .oci {
            lists.append(try List(name: "manifest.json", content: encodeJSON(images.map(\.dockerEntry))))
            lists.append(try List(name: "repositories", content: encodeJSON(images.repositories)))
        }
        return lists
    }
}
