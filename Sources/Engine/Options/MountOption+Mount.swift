import Cgroups
extension MountOption {
    /// `--mount type=bind,source=HOST,target=CONTAINER,readonly`, `--mount
    /// type=volume,source=NAME,target=CONTAINER` or `--mount
    /// type=tmpfs,target=CONTAINER,tmpfs-size=64m`. Unlike `-v` it refuses a
    /// host path that does not exist, when the container is made.
    public init(
        mount text: String, workingDirectory: () -> String = CallingProcess.workingDirectory
    ) throws(InvalidOption) {
        var fields = MountFields()
        for field in try CommaSeparated(parsing: text).fields { try fields.add(field) }
        guard let target = fields.target else { throw InvalidOption("the target is missing; add target=PATH") }
        self.init(
            source: try fields.mountSource(workingDirectory: workingDirectory),
            target: try Self.target(target), readOnly: fields.readOnly, keepsOwners: fields.keepsOwners,
            subpath: fields.subpath)
    }
}

/// The fields of one `--mount`, before they are known to fit together.
private struct MountFields {
    var type = "volume"
    var source: String?
    var target: String?
    var readOnly = false
    var propagation: String?
    var recursive = true
    var size: UInt64?
    var mode: UInt32?
    var keepsOwners = false
    var subpath: String?
    var volume = VolumeMount()
    /// The fields met that only one type of mount knows.
    var typed: [String] = []

    mutating func add(_ text: String) throws(InvalidOption) {
        let isToggle = ["readonly", "ro", "bind-nonrecursive", "volume-nocopy", "idmap"].contains(text.lowercased())
        guard isToggle || text.contains("=") else { throw InvalidOption("the field \"\(text)\" must be KEY=VALUE") }
        let field = try KeyValue(parsing: text, valueIfAbsent: "true")
        let key = field.key.lowercased()
        if ["bind-", "tmpfs-", "volume-"].contains(where: { key.hasPrefix($0) }) { typed.append(key) }
        switch key {
        case "type": type = field.value.lowercased()
        case "source", "src": source = field.value
        case "target", "destination", "dst": target = field.value
        case "readonly", "ro": readOnly = try Self.bool(field)
        case "bind-nonrecursive": recursive = !(try Self.bool(field))
        case "bind-propagation": propagation = try Self.propagation(field.value)
        case "tmpfs-size": size = try ByteSize.parse(option: field.value)
        case "tmpfs-mode": mode = try MountOption.mode(parsing: field.value)
        case "idmap": keepsOwners = try Self.bool(field)
        case "consistency": break  // Tunes Docker Desktop; nothing to do here.
        case _ where key.hasPrefix("volume-"): try addToVolume(field, key)
        default:
            throw InvalidOption(
                "unknown field \"\(field.key)\"; there are type, source, target, readonly, idmap, bind-propagation, "
                    + "bind-nonrecursive, tmpfs-size, tmpfs-mode and those that begin with volume-")
        }
    }

    private mutating func addToVolume(_ field: KeyValue, _ key: String) throws(InvalidOption) {
        switch key {
        case "volume-nocopy": volume.copiesUp = !(try Self.bool(field))
        case "volume-subpath": subpath = try MountOption.subpath(parsing: field.value)
        case "volume-label":
            let label = try KeyValue(parsing: field.value, valueIfAbsent: "")
            volume.labels[label.key] = label.value
        case "volume-opt":
            let option = try KeyValue(parsing: field.value)
            volume.options[option.key] = option.value
        case "volume-driver":
            guard field.value == "local" else { throw InvalidOption("the only volume driver is local") }
        default:
            throw InvalidOption(
                "unknown field \"\(field.key)\"; there are volume-nocopy, volume-subpath, volume-label, volume-opt "
                    + "and volume-driver")
        }
    }

    /// Refuses fields that the type does not know.
    func mountSource(workingDirectory: () -> String) throws(InvalidOption) -> MountOption.Source {
        guard ["bind", "tmpfs", "volume"].contains(type) else {
            throw InvalidOption("unknown type \"\(type)\"; there are bind, volume and tmpfs")
        }
        if let other = typed.first(where: { !$0.hasPrefix("\(type)-") }) {
            throw InvalidOption("\(other) does not go with type=\(type)")
        }
        if type == "tmpfs" {
            if source != nil { throw InvalidOption("source does not go with type=tmpfs") }
            if keepsOwners { throw InvalidOption("idmap does not go with type=tmpfs") }
            return .tmpfs(size: size, mode: mode, options: [])
        }
        if type == "volume" { return .volume(try namedVolume()) }
        guard let source, !source.isEmpty else { throw InvalidOption("the source is missing; add source=PATH") }
        guard source.hasPrefix("/") || source.hasPrefix(".") else {
            throw InvalidOption("the source \"\(source)\" is not absolute; write ./\(source)")
        }
        let path = CallingProcess.absolutePath(source, workingDirectory: workingDirectory)
        return .bind(path: path, createMissing: false, propagation: propagation, recursive: recursive)
    }

    private func namedVolume() throws(InvalidOption) -> VolumeMount {
        _ = try VolumeStorage(options: volume.options)
        guard let source, !source.isEmpty else {
            if subpath != nil { throw InvalidOption("volume-subpath needs the name of a volume: add source=NAME") }
            return volume
        }
        var named = volume
        named.name = try VolumeName(parsing: source).description
        named.isAnonymous = false
        return named
    }

    private static func bool(_ field: KeyValue) throws(InvalidOption) -> Bool {
        switch field.value.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: throw InvalidOption("\(field.key) must be true or false")
        }
    }

    private static func propagation(_ word: String) throws(InvalidOption) -> String {
        guard MountOption.propagations.contains(word) else {
            let known = MountOption.propagations.joined(separator: ", ")
            throw InvalidOption("bind-propagation must be one of \(known)")
        }
        return word
    }
}

extension MountOption {
    /// A path in a volume: relative to it, and without `..`.
    static func subpath(parsing text: String) throws(InvalidOption) -> String {
        let components = text.split(separator: "/", omittingEmptySubsequences: true)
        guard !text.hasPrefix("/"), !components.isEmpty else {
            throw InvalidOption("volume-subpath must be a path in the volume, such as data/web")
        }
        guard !components.contains("..") else { throw InvalidOption("volume-subpath must not contain \"..\"") }
        return text
    }
}
