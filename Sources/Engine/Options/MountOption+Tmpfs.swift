import Cgroups
extension MountOption {
    /// `--tmpfs CONTAINER[:OPTION,...]`, with the options of tmpfs(5) and
    /// those that every mount has.
    public init(tmpfs text: String) throws(InvalidOption) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var readOnly = false
        var size: UInt64?
        var mode: UInt32?
        var options: [String] = []
        for option in parts.count == 2 ? parts[1].split(separator: ",") : [] {
            let field = try KeyValue(parsing: String(option), valueIfAbsent: "")
            switch field.key {
            case "ro", "rw": readOnly = field.key == "ro"
            // The kernel resolves a share of the memory by itself.
            case "size" where !field.value.hasSuffix("%"): size = try ByteSize.parse(option: field.value)
            case "mode": mode = try Self.mode(parsing: field.value)
            case _ where Self.tmpfsOptions.contains(field.key): options.append(String(option))
            default: throw InvalidOption("unknown option \"\(option)\": see tmpfs(5) for those there are")
            }
        }
        self.init(
            source: .tmpfs(size: size, mode: mode, options: options),
            target: try Self.target(parts.first.map(String.init) ?? ""), readOnly: readOnly)
    }

    /// What is handed on to the mount as it is.
    private static let tmpfsOptions = [
        "exec", "noexec", "suid", "nosuid", "dev", "nodev", "sync", "async", "dirsync", "atime", "noatime",
        "diratime", "nodiratime", "relatime", "norelatime", "strictatime", "nostrictatime", "size", "nr_inodes",
        "nr_blocks", "uid", "gid", "mpol",
    ]

    /// Permissions in octal, at most 7777 (chmod(2)).
    static func mode(parsing text: String) throws(InvalidOption) -> UInt32 {
        guard let mode = UInt32(text, radix: 8), mode <= 0o7777 else {
            throw InvalidOption("the mode \"\(text)\" is not octal such as 1777")
        }
        return mode
    }
}
