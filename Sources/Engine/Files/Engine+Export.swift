import Images
import LinuxSystem

extension Engine {
    /// The same into a file, which has its name when it is complete, and not before.
    /// What is no regular file (a pipe, `/dev/null`) is written to as it is.
    public func export(_ reference: String, path: String, leaveOut: @escaping (String) -> Void) throws {
        let place = try OutputPlace(path)
        guard let directory = place.directory else {
            let file = try Descriptor.open(place.path, [.writeOnly, .noControllingTerminal])
            return try export(reference, to: file, name: path, leaveOut: leaveOut)
        }
        let file = try UnnamedFile.make(in: Descriptor.open(directory, [.directory]))
        try export(reference, to: file.descriptor.duplicate(), name: path, leaveOut: leaveOut)
        try file.publish(as: place.name)
    }

    /// Writes a container's root file system as a tar archive: the image's files
    /// with the container's changes, as it sees their owners, and without what is
    /// mounted on them.
    /// - Parameters:
    ///   - file: a file, a pipe or a socket.
    ///   - name: what to call it in a message.
    ///   - leaveOut: told of each file that is left out, and why.
    public func export(
        _ reference: String, to file: consuming Descriptor, name: String, leaveOut: @escaping (String) -> Void
    ) throws {
        let tree = try tree(of: reference, .rootAlone)
        let archive = TreeArchiver(file, name: name)
        var walk = TreeWalk(owners: tree.owners, leaveOut: leaveOut)
        try walk.walk(tree.root, as: nil) { entry, file in try archive.put(entry, file) }
        try archive.finish()
    }
}
