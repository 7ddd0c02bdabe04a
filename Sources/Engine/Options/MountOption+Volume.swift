extension MountOption {
    /// `-v HOST:CONTAINER[:OPTION,...]`, `-v NAME:CONTAINER[:OPTION,...]`, or `-v CONTAINER` for an anonymous
    /// volume. A host path that starts with `.` starts at the working directory. Docker's rules: a missing host
    /// directory is made, mounts beneath it come along.
    public init(
        volume text: String, workingDirectory: () -> String = CallingProcess.workingDirectory
    ) throws(InvalidOption) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 3 else {
            throw InvalidOption("must be HOST:CONTAINER[:OPTIONS]; --mount takes paths with a colon")
        }
        guard parts.count >= 2 else {
            self.init(source: .volume(VolumeMount()), target: try Self.target(text))
            return
        }
        guard !parts[0].isEmpty else { throw InvalidOption("the host path is empty") }
        let isPath = parts[0].hasPrefix("/") || parts[0].hasPrefix(".")
        var options = VolumeOptions(isVolume: !isPath)
        if parts.count == 3 {
            for option in parts[2].split(separator: ",", omittingEmptySubsequences: false) {
                try options.add(String(option))
            }
        }
        let source: Source =
            isPath
            ? .bind(
                path: CallingProcess.absolutePath(parts[0], workingDirectory: workingDirectory),
                createMissing: true, propagation: options.propagation, recursive: true)
            : .volume(VolumeMount(name: try VolumeName(parsing: parts[0]).description, copiesUp: options.copiesUp))
        self.init(
            source: source, target: try Self.target(parts[1]), readOnly: options.access == "ro",
            keepsOwners: options.keepsOwners)
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
    /// Nothing but this container's mounts is in a volume, so that nothing propagates.
    let isVolume: Bool
    var access: String?
    var propagation: String?
    var keepsOwners = false
    var copiesUp = true

    init(isVolume: Bool) {
        self.isVolume = isVolume
    }

    mutating func add(_ option: String) throws(InvalidOption) {
        switch option {
        case "ro", "rw":
            guard access == nil else { throw InvalidOption("ro or rw is given twice") }
            access = option
        case "idmap": keepsOwners = true
        case "nocopy": copiesUp = false
        case _ where MountOption.propagations.contains(option):
            guard !isVolume else { throw InvalidOption("a volume has no mount propagation: leave out \(option)") }
            guard propagation == nil else { throw InvalidOption("the mount propagation is given twice") }
            propagation = option
        // They relabel for SELinux and tune Docker Desktop.
        case "z", "Z", "cached", "delegated", "consistent": break
        default:
            throw InvalidOption(
                isVolume
                    ? "unknown option \"\(option)\"; there are ro, rw and nocopy"
                    : "unknown option \"\(option)\"; there are ro, rw, idmap and the mount propagations")
        }
    }
}
