import Archive
import Glibc
import LinuxSystem

extension Engine {
    /// Copies files out of a container, running or not: to the host, or as a tar
    /// archive to standard output. Paths follow Docker's rules.
    public func copy(
        from reference: String, path: String, to place: CopyPlace, _ options: CopyOptions
    ) throws -> CopyResult {
        let path = try Self.containerPath(path)
        let tree = try tree(of: reference, .everything)
        let source = try CopySource.container(path, in: tree, reference, followsLinks: options.followsLinks)
        var walk = TreeWalk(owners: tree.owners, leaveOut: options.leaveOut)
        guard case .host(let destination) = place else {
            let archive = try TreeArchiver(Descriptor.standardOutput(), name: "standard output")
            let name = options.followsLinks && source.name != nil ? source.ownName : source.name ?? "."
            try walk.walk(source.location, as: Array(name.utf8)) { entry, file in try archive.put(entry, file) }
            try archive.finish()
            return CopyResult(size: archive.size, destination: "standard output")
        }
        let target = try HostDestination.find(destination, isDirectory: source.isDirectory)
        let caller = FileOwner(user: geteuid(), group: getegid())
        let rules = TreeWriter.Rules(
            owner: options.keepsOwners ? .kept(.none) : .all(caller), keepsPrivileges: options.keepsOwners,
            followsLinks: false)
        let writer = try TreeWriter(root: target.directory.duplicate(), rules: rules, leaveOut: options.leaveOut)
        let size = try copy(source, as: target.name, to: writer, &walk, options)
        return CopyResult(
            size: size,
            destination: CallingProcess.absolutePath(destination, workingDirectory: CallingProcess.workingDirectory))
    }

    /// Copies files of the host into a container, running or not, or unpacks a tar
    /// archive from standard input there. Paths follow Docker's rules.
    public func copy(
        _ place: CopyPlace, to reference: String, path: String, _ options: CopyOptions
    ) throws -> CopyResult {
        do {
            return try write(place, to: reference, Self.containerPath(path), options)
        } catch let error as SystemError where error.errno == EROFS {
            throw EngineError(
                .conflict,
                "cannot write to \(path) of container \(reference): its root, or what is mounted there, is read-only")
        }
    }

    private func write(
        _ place: CopyPlace, to reference: String, _ path: CopyPath, _ options: CopyOptions
    ) throws -> CopyResult {
        let destination = "\(reference):\(path.text)"
        let keepsOwners = options.keepsOwners || place == .stream
        if case .host(let text) = place {
            let source = try CopySource.host(CopyPath(text), followsLinks: options.followsLinks)
            let tree = try tree(of: reference, .everything)
            let target = try ContainerDestination.find(path, in: tree, reference, isDirectory: source.isDirectory)
            let writer = try Self.writer(tree, target, keepsOwners: keepsOwners, options)
            var walk = TreeWalk(leaveOut: options.leaveOut)
            return CopyResult(
                size: try copy(source, as: target.name, to: writer, &walk, options), destination: destination)
        }
        let tree = try tree(of: reference, .everything)
        let target = try ContainerDestination.directory(path, in: tree, reference)
        let writer = try Self.writer(tree, target, keepsOwners: keepsOwners, options)
        let input = try StreamSource(Descriptor.standardInput(), name: "standard input")
        return CopyResult(size: try Self.unpack(input, to: writer, options), destination: destination)
    }

    private static func containerPath(_ path: String) throws(EngineError) -> CopyPath {
        guard !path.isEmpty else {
            throw EngineError(.invalid, "the path in the container is empty: write CONTAINER:/ for its root")
        }
        return .inContainer(path)
    }

    private static func writer(
        _ tree: ContainerTree, _ target: ContainerDestination, keepsOwners: Bool, _ options: CopyOptions
    ) throws -> TreeWriter {
        let rules = TreeWriter.Rules(
            owner: keepsOwners ? .kept(tree.owners) : .all(tree.owners.outside(.root)), keepsPrivileges: true,
            followsLinks: true)
        return try TreeWriter(
            root: tree.root.duplicate(), base: Array(target.directory.utf8), rules: rules, leaveOut: options.leaveOut)
    }

    private func copy(
        _ source: borrowing CopySource, as name: String?, to writer: TreeWriter, _ walk: inout TreeWalk,
        _ options: CopyOptions
    ) throws -> Int64 {
        var size: Int64 = 0
        let name = name ?? source.name ?? (source.isDirectory ? "." : source.ownName)
        try walk.walk(source.location, as: Array(name.utf8)) { entry, file in
            try writer.put(entry) { new in try FileContent.copy(file, entry, to: new) }
            size += entry.size
            options.progress(size)
        }
        try writer.finish()
        return size
    }

    private static func unpack(_ input: any ByteSource, to writer: TreeWriter, _ options: CopyOptions) throws -> Int64 {
        // What curl and tar make is often compressed.
        let reader = TarReader(try Compression.decompress(input))
        var size: Int64 = 0
        while let entry = try reader.next() {
            try writer.put(entry) { new in try FileContent.copy(reader, entry, to: new) }
            size += entry.size
            options.progress(size)
        }
        try reader.drain()
        try writer.finish()
        return size
    }
}
