import LinuxSystem

/// The options of one mount of the OCI runtime specification, sorted by what
/// the kernel does with them.
struct MountOptions: Sendable {
    /// The source is a path of the host, not a file system type.
    var isBind = false
    /// With the mounts beneath the source.
    var isRecursiveBind = false
    /// Of the mount itself.
    var set: MountAttributes = []
    var clear: MountAttributes = []
    /// Of the mount and all beneath it (`rro`, `rnosuid` …).
    var setRecursively: MountAttributes = []
    var clearRecursively: MountAttributes = []
    var propagation: MountPropagation?
    /// For the file system: `size=64m`, `mode=755`.
    var parameters: [String] = []

    init(_ options: [String] = []) {
        for option in options { add(option) }
    }

    private mutating func add(_ option: String) {
        switch option {
        case "bind": isBind = true
        case "rbind":
            isBind = true
            isRecursiveBind = true
        case "defaults": break
        default:
            if let propagation = MountPropagation(option: option) {
                self.propagation = propagation
            } else if let change = Self.attribute(option) {
                Self.apply(change, setting: &set, clearing: &clear)
            } else if option.first == "r", let change = Self.attribute(String(option.dropFirst())) {
                Self.apply(change, setting: &setRecursively, clearing: &clearRecursively)
            } else {
                parameters.append(option)
            }
        }
    }

    /// The last option that speaks of an attribute decides.
    private static func apply(
        _ change: Change, setting set: inout MountAttributes, clearing clear: inout MountAttributes
    ) {
        if change.isSet {
            set.insert(change.attribute)
            clear.remove(change.attribute)
        } else {
            clear.insert(change.attribute)
            set.remove(change.attribute)
        }
    }

    private struct Change {
        let attribute: MountAttributes
        let isSet: Bool
    }

    /// What mount(8) calls file-system-independent options.
    private static func attribute(_ option: String) -> Change? {
        switch option {
        case "ro": Change(attribute: .readOnly, isSet: true)
        case "rw": Change(attribute: .readOnly, isSet: false)
        case "nosuid": Change(attribute: .noSetUserID, isSet: true)
        case "suid": Change(attribute: .noSetUserID, isSet: false)
        case "nodev": Change(attribute: .noDevices, isSet: true)
        case "dev": Change(attribute: .noDevices, isSet: false)
        case "noexec": Change(attribute: .noExecution, isSet: true)
        case "exec": Change(attribute: .noExecution, isSet: false)
        case "noatime": Change(attribute: .noAccessTime, isSet: true)
        case "strictatime": Change(attribute: .strictAccessTime, isSet: true)
        case "relatime", "atime", "norelatime", "nostrictatime": Change(attribute: [], isSet: true)
        case "nodiratime": Change(attribute: .noDirectoryAccessTime, isSet: true)
        case "diratime": Change(attribute: .noDirectoryAccessTime, isSet: false)
        case "nosymfollow": Change(attribute: .noSymbolicLinks, isSet: true)
        case "symfollow": Change(attribute: .noSymbolicLinks, isSet: false)
        default: nil
        }
    }
}

/// How mounts and unmounts spread between copies of a mount
/// (mount_namespaces(7), "Shared subtrees").
struct MountPropagation: Sendable {
    /// MS_PRIVATE, MS_SLAVE, MS_SHARED or MS_UNBINDABLE.
    let flag: UInt64
    let isRecursive: Bool

    init?(option: String) {
        switch option {
        case "private", "rprivate": flag = Self.privateFlag
        case "slave", "rslave": flag = 1 << 19
        case "shared", "rshared": flag = 1 << 20
        case "unbindable", "runbindable": flag = 1 << 17
        default: return nil
        }
        isRecursive = option.hasPrefix("r")
    }

    private init(flag: UInt64, isRecursive: Bool) {
        self.flag = flag
        self.isRecursive = isRecursive
    }

    /// Nothing spreads to or from the mount and those beneath it.
    static let recursivelyPrivate = MountPropagation(flag: privateFlag, isRecursive: true)

    /// MS_PRIVATE: nothing spreads to or from the mount.
    static let privateFlag: UInt64 = 1 << 18

    /// As mount(2) takes it, with MS_REC.
    var mountFlags: UInt64 { flag | (isRecursive ? 0x4000 : 0) }
}

extension DetachedMount {
    /// A copy of the mount at an open location, with the options applied.
    static func clone(
        of location: borrowing Descriptor, options: MountOptions, name: String
    ) throws(SystemError) -> DetachedMount {
        let clone = try clone(of: location, recursive: options.isRecursiveBind, name: name)
        try clone.apply(options, name: name)
        return clone
    }

    /// Applies what the options say of the mount itself.
    private func apply(_ options: MountOptions, name: String) throws(SystemError) {
        if !options.setRecursively.isEmpty || !options.clearRecursively.isEmpty {
            try change(options.setRecursively, options.clearRecursively, recursive: true, name: name)
        }
        if !options.set.isEmpty || !options.clear.isEmpty {
            try change(options.set, options.clear, recursive: false, name: name)
        }
        // A copy of a shared mount stays its peer (mount_namespaces(7)): what a container mounts
        // on it would appear on the host. So nothing spreads unless it is asked.
        let propagation = options.propagation ?? .recursivelyPrivate
        try setPropagation(propagation.flag, recursive: propagation.isRecursive, name: name)
    }

    private func change(
        _ set: MountAttributes, _ clear: MountAttributes, recursive: Bool, name: String
    ) throws(SystemError) {
        let accessTimes: MountAttributes = [.noAccessTime, .strictAccessTime]
        let clear = set.isDisjoint(with: accessTimes) ? clear : clear.union(.accessTimeMask)
        try setAttributes(set, clearing: clear, recursive: recursive, name: name)
    }
}
