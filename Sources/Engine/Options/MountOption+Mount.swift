import Cgroups
extension MountOption {
    /// `--mount type=bind,source=HOST,target=CONTAINER,readonly` or `--mount
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
            target: try Self.target(target), readOnly: fields.readOnly)
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
    /// The fields met that only one type of mount knows.
    var typed: [String] = []

    mutating func add(_ text: String) throws(InvalidOption) {
        let isToggle = ["readonly", "ro", "bind-nonrecursive"].contains(text.lowercased())
        guard isToggle || text.contains("=") else { throw InvalidOption("the field \"\(text)\" must be KEY=VALUE") }
        let field = try KeyValue(parsing: text, valueIfAbsent: "true")
        let key = field.key.lowercased()
        if key.hasPrefix("bind-") || key.hasPrefix("tmpfs-") { typed.append(key) }
        switch key {
        case "type": type = field.value.lowercased()
        case "source", "src": source = field.value
        case "target", "destination", "dst": target = field.value
        case "readonly", "ro": readOnly = try Self.bool(field)
        case "bind-nonrecursive": recursive = !(try Self.bool(field))
        case "bind-propagation": propagation = try Self.propagation(field.value)
        case "tmpfs-size": size = try ByteSize.parse(option: field.value)
        case "tmpfs-mode": mode = try MountOption.mode(parsing: field.value)
        case "consistency": break  // Tunes Docker Desktop; nothing to do here.
        default: throw InvalidOption("unknown field \"\(field.key)\"")
        }
    }

    /// Refuses fields that the type does not know.
    func mountSource(workingDirectory: () -> String) throws(InvalidOption) -> MountOption.Source {
        guard type == "bind" || type == "tmpfs" else {
            let isVolume = type == "volume"
            throw InvalidOption(
                isVolume ? "volumes are not supported yet; use type=bind or type=tmpfs" : "unknown type \"\(type)\"")
        }
        if let other = typed.first(where: { !$0.hasPrefix("\(type)-") }) {
            throw InvalidOption("\(other) does not go with type=\(type)")
        }
        if type == "tmpfs" {
            if source != nil { throw InvalidOption("source does not go with type=tmpfs") }
            return .tmpfs(size: size, mode: mode, options: [])
        }
        guard let source, !source.isEmpty else { throw InvalidOption("the source is missing; add source=PATH") }
        guard source.hasPrefix("/") || source.hasPrefix(".") else {
            throw InvalidOption("the source \"\(source)\" is not absolute; write ./\(source)")
        }
        let path = CallingProcess.absolutePath(source, workingDirectory: workingDirectory)
        return .bind(path: path, createMissing: false, propagation: propagation, recursive: recursive)
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
