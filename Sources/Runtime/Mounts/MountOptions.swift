import LinuxSystem

/// The options of one mount of the OCI runtime specification ("Linux mount
/// options"), sorted by what the kernel does with them. Which of them fit the
/// kind of mount is decided where the mount is planned.
struct MountOptions: Sendable {
    /// The source is a path of the host, not a file system type.
    private(set) var isBind = false
    /// With the mounts beneath the source.
    private(set) var isRecursiveBind = false
    /// What stands at the destination is changed, nothing is mounted.
    private(set) var isRemount = false
    /// Of the mount itself.
    var attributes = MountAttributeChange()
    /// Of the mount and all beneath it (`rro`, `rnosuid` …).
    private(set) var recursiveAttributes = MountAttributeChange()
    private(set) var propagation: MountPropagation?
    /// The file system, new and empty, is filled with what the image has there (`tmpcopyup`).
    private(set) var copyUp: Text?
    /// Owners are mapped: `idmap` or, with the mounts beneath, `ridmap`.
    private(set) var ownerMap: Text?
    /// What of the source is mounted: `X-mount.subdir=PATH`, as mount(8) has it.
    private(set) var subdirectory: Text?
    /// Flags of the file system rather than of the mount: `sync`, `dirsync`, `lazytime`, `mand`.
    private(set) var superblock: [Text] = []
    /// For the file system: `size=64m`, `mode=755`.
    private(set) var parameters: [Text] = []

    /// An option as it was written, and where.
    struct Text: Hashable, Sendable {
        let text: String
        /// Its place in the list of options.
        let index: Int
    }

    init(_ options: [String] = []) {
        for (index, option) in options.enumerated() { add(Text(text: option, index: index)) }
    }

    var isOwnerMapRecursive: Bool { ownerMap?.text == "ridmap" }

    /// The path in the source that is mounted; `nil`: all of it.
    var subdirectoryPath: String? { subdirectory.map { String($0.text.dropFirst(Self.subdirectoryKey.count)) } }

    private static let subdirectoryKey = "X-mount.subdir="

    private mutating func add(_ option: Text) {
        switch option.text {
        case "bind": isBind = true
        case "rbind":
            isBind = true
            isRecursiveBind = true
        case "remount": isRemount = true
        case "tmpcopyup": copyUp = option
        case "idmap", "ridmap": ownerMap = option
        // A file system that counts versions of files always does (ext4, XFS, Btrfs, tmpfs);
        // no parameter of fsconfig(2) speaks of it. What the kernel says of a mount goes to
        // the one who mounts instead of its log, which is what `silent` asks.
        case "", "defaults", "iversion", "noiversion", "silent", "loud": break
        case let text where text.hasPrefix(Self.subdirectoryKey): subdirectory = option
        default:
            if let propagation = MountPropagation(option: option.text) {
                self.propagation = propagation
            } else if !addAttribute(option.text) && !addSuperblock(option) {
                parameters.append(option)
            }
        }
    }

    private mutating func addAttribute(_ option: String) -> Bool {
        if attributes.add(option) { return true }
        guard option.first == "r", recursiveAttributes.add(String(option.dropFirst())) else { return false }
        // A later word on all mounts is one on the topmost too.
        attributes.yield(to: recursiveAttributes)
        return true
    }

    private mutating func addSuperblock(_ option: Text) -> Bool {
        switch option.text {
        case "sync", "dirsync", "lazytime", "mand": superblock.append(option)
        case "async": superblock.removeAll { $0.text == "sync" }
        case "nolazytime": superblock.removeAll { $0.text == "lazytime" }
        case "nomand": superblock.removeAll { $0.text == "mand" }
        default: return false
        }
        return true
    }
}
