extension MountOption {
    /// `-v HOST:CONTAINER[:OPTION,...]`. A host path that starts with `.`
    /// starts at the working directory. Docker's rules: a missing host
    /// directory is made, mounts beneath it come along.
    public init(
        volume text: String, workingDirectory: () -> String = CallingProcess.workingDirectory
    ) throws(InvalidOption) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 3 else {
            throw InvalidOption("must be HOST:CONTAINER[:OPTIONS]; --mount takes paths with a colon")
        }
        guard parts.count >= 2 else {
            throw InvalidOption("a volume without a host path is not supported yet; give HOST:CONTAINER")
        }
        guard parts[0].hasPrefix("/") || parts[0].hasPrefix(".") else {
            throw InvalidOption(
                parts[0].isEmpty
                    ? "the host path is empty"
                    : "named volumes are not supported yet; for a directory write ./\(parts[0])")
        }
        var options = VolumeOptions()
        if parts.count == 3 {
            for option in parts[2].split(separator: ",", omittingEmptySubsequences: false) {
                try options.add(String(option))
            }
        }
        self.init(
            source: .bind(
                path: CallingProcess.absolutePath(parts[0], workingDirectory: workingDirectory),
                createMissing: true, propagation: options.propagation, recursive: true),
            target: try Self.target(parts[1]), readOnly: options.access == "ro")
    }

    /// Refuses a path in the container that is not absolute.
    static func target(_ path: String) throws(InvalidOption) -> String {
        guard path.hasPrefix("/") else { throw InvalidOption("the container path \"\(path)\" is not absolute") }
        return path
    }

    /// How mounts travel between a bind mount and its source
    /// (mount_namespaces(7)).
    static let propagations = ["private", "rprivate", "shared", "rshared", "slave", "rslave"]
}

/// The third part of `-v`.
private struct VolumeOptions {
    var access: String?
    var propagation: String?

    mutating func add(_ option: String) throws(InvalidOption) {
        switch option {
        case "ro", "rw":
            guard access == nil else { throw InvalidOption("ro or rw is given twice") }
            access = option
        case _ where MountOption.propagations.contains(option):
            guard propagation == nil else { throw InvalidOption("the mount propagation is given twice") }
            propagation = option
        // They relabel for SELinux, spare a copy that only named volumes get,
        // and tune Docker Desktop: a bind mount here needs none of it.
        case "z", "Z", "nocopy", "cached", "delegated", "consistent": break
        default: throw InvalidOption("unknown option \"\(option)\"; there are ro, rw and the mount propagations")
        }
    }
}
