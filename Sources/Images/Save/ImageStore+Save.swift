import Glibc
import LinuxSystem
import OCI

/// Which lists an archive of images has, beside the blobs.
public enum ArchiveFormat: String, Sendable, CaseIterable {
    /// An OCI image layout that has Docker's lists, too: what `docker save` writes.
    case combined = "docker-oci"
    /// An OCI image layout alone.
    case oci = "oci-archive"
    /// Docker's `manifest.json` and `repositories` alone.
    case docker = "docker-archive"
}

extension ImageStore {
    /// Writes images into one archive. The file has its name when it is complete, and not before; one that was
    /// there is replaced. What is no regular file (a pipe, `/dev/null`) is written to as it is.
    /// - Parameter names: references (without a tag: all of the repository), or ids, which are saved without names.
    public func save(_ names: [String], path: String, format: ArchiveFormat = .combined) throws(ImageError) {
        let place = try OutputPlace(path)
        guard let directory = place.directory else {
            let file = try attempt { () throws(SystemError) in
                try Descriptor.open(place.path, [.writeOnly, .noControllingTerminal])
            }
            return try save(names, to: file, name: path, format: format)
        }
        do {
            let file = try UnnamedFile.make(in: Descriptor.open(directory, [.directory]))
            try save(names, to: file.descriptor, name: path, format: format)
            try file.publish(as: place.name)
        } catch {
            throw ImageError(error)
        }
    }

    /// Writes images into an open file, a pipe or a socket. A terminal is refused.
    /// - Parameter name: what to call the file in a message.
    public func save(
        _ names: [String], to file: borrowing Descriptor, name: String, format: ArchiveFormat = .combined
    ) throws(ImageError) {
        guard isatty(file.number) == 0 else {
            throw .invalid("cowardly refusing to save to a terminal; give a file with --output, or redirect the output")
        }
        let selection = try SavedSelection(names, self)
        try selection.write(to: file, name: name, format)
    }
}
