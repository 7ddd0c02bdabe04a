import Glibc

/// Where an archive is to be written, as the user named it.
public struct OutputPlace: Hashable, Sendable {
    /// Links resolved, where there is something already.
    public let path: String
    /// The directory in which a new file takes the place; `nil` when what is there is to be written to itself.
    public let directory: String?
    /// The last component.
    public let name: String

    /// - Throws: `invalid` for a directory, and for a file in one that isn't there.
    public init(_ text: String) throws(ImageError) {
        var path = text
        if let resolved = realpath(text, nil) {
            path = String(cString: resolved)
            free(resolved)
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        name = parts.last ?? path
        let parent = parts.count == 1 ? "." : parts.dropLast().joined(separator: "/") + "/"
        var status = stat()
        let type = stat(path, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
        guard type != S_IFDIR, !name.isEmpty else {
            throw .invalid("cannot write to \(text): it is a directory; give the name of a file")
        }
        if type == S_IFREG, stat(parent, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR {
            throw .invalid("cannot write to \(text): there is no directory \(parent)")
        }
        self.path = path
        directory = type == S_IFREG ? parent : nil
    }
}
