import OCI

/// A file, a directory or a file system that the user had mounted.
struct SpecifiedMount: Hashable, Sendable {
    /// `bind` or `tmpfs`.
    let kind: String
    /// The host's path; empty for a tmpfs.
    let Source: String
    let Destination: String
    /// The options as Docker writes them behind a path: `ro`.
    let Mode: String
    let RW: Bool
    let Propagation: String

    /// Those of the user's, without what every container has.
    static func all(of specification: RuntimeSpec?) -> [SpecifiedMount] {
        (specification?.mounts ?? []).filter(\.isAsked).map { SpecifiedMount($0) }
    }

    private init(_ mount: RuntimeSpec.Mount) {
        let options = mount.options ?? []
        let isBind = mount.type == "bind"
        kind = isBind ? "bind" : "tmpfs"
        Source = isBind ? mount.source ?? "" : ""
        Destination = mount.destination
        RW = !options.contains("ro")
        Mode = RW ? "" : "ro"
        let kinds: Set = ["private", "rprivate", "shared", "rshared", "slave", "rslave"]
        Propagation = options.last(where: kinds.contains) ?? ""
    }
}

extension RuntimeSpec.Mount {
    /// Whether the user asked for it.
    fileprivate var isAsked: Bool {
        switch type {
        case "bind": destination != RuntimeSpec.initTarget && !isNameFile
        case "tmpfs": destination != "/dev" && source != "shm"
        default: false
        }
    }

    /// One of the files by which names are resolved.
    private var isNameFile: Bool {
        options?.first == "bind" && NameFile.isMount(of: source ?? "", at: destination)
    }
}
