import Cgroups

/// What a volume is made of: what the options `type`, `o`, `device` and `size` of Docker's driver `local` say.
enum VolumeStorage: Hashable, Sendable {
    /// A directory beneath the state directory. `size`: bytes at most, counted by the file system.
    case directory(size: UInt64?)
    /// A directory of the host.
    case bind(path: String, recursive: Bool, readOnly: Bool)
    /// Memory, empty at each start of its container; `MountOption.Source.tmpfs`.
    case memory(size: UInt64?, mode: UInt32?, options: [String], readOnly: Bool)

    /// Refuses what the driver doesn't know or can't do.
    init(options: [String: String]) throws(InvalidOption) {
        for key in options.keys.sorted() where !["type", "o", "device", "size"].contains(key) {
            throw InvalidOption("unknown volume option \"\(key)\"; there are type, o, device and size")
        }
        let words = (options["o"] ?? "").split(separator: ",").map(String.init)
        let isBind = words.contains { $0 == "bind" || $0 == "rbind" }
        switch options["type"] ?? "" {
        case "tmpfs": self = try Self.memory(options, words)
        case "", "none", "bind":
            if isBind || options["type"] == "bind" {
                self = try Self.bind(options, words)
            } else {
                self = try Self.directory(options)
            }
        case let type:
            throw InvalidOption(
                "volumes of the type \"\(type)\" are not supported: mount it on the host, and give the directory "
                    + "with type=none, o=bind and device=PATH")
        }
    }

    private static func directory(_ options: [String: String]) throws(InvalidOption) -> VolumeStorage {
        for key in ["o", "device", "type"] where options[key].map({ !$0.isEmpty }) ?? false {
            throw InvalidOption(
                "the volume option \(key)=\(options[key] ?? "") needs a type: give type=tmpfs, "
                    + "or type=none and o=bind")
        }
        return .directory(size: try options["size"].map { text throws(InvalidOption) in try size(text) })
    }

    private static func bind(
        _ options: [String: String], _ words: [String]
    ) throws(InvalidOption) -> VolumeStorage {
        guard options["size"] == nil else {
            throw InvalidOption("the size of a directory of the host can't be limited: leave out size=")
        }
        guard let path = options["device"], path.hasPrefix("/") else {
            throw InvalidOption("the volume needs the directory as an absolute path: device=PATH")
        }
        for word in words where !["bind", "rbind", "ro", "rw"].contains(word) {
            throw InvalidOption("the mount option \"\(word)\" can't be given to a bound volume; there are ro and rw")
        }
        return .bind(
            path: path, recursive: words.contains("rbind"), readOnly: words.last { $0 == "ro" || $0 == "rw" } == "ro")
    }

    private static func memory(
        _ options: [String: String], _ words: [String]
    ) throws(InvalidOption) -> VolumeStorage {
        guard options["size"] == nil else {
            throw InvalidOption("the size of a volume in memory is a mount option: o=size=\(options["size"] ?? "")")
        }
        let mount = try MountOption(tmpfs: "/volume:\(words.joined(separator: ","))")
        guard case .tmpfs(let size, let mode, let extra) = mount.source else { return .directory(size: nil) }
        return .memory(size: size, mode: mode, options: extra, readOnly: mount.readOnly)
    }

    private static func size(_ text: String) throws(InvalidOption) -> UInt64 {
        let size = try ByteSize.parse(option: text)
        guard size > 0 else { throw InvalidOption("the size of a volume must be more than nothing") }
        return size
    }
}
