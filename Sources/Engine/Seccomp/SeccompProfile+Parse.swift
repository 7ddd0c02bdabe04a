import JSON
import LinuxSystem
import OCI
import Runtime

extension SeccompProfile {
    /// Far beyond any real profile.
    private static let limit = 4 << 20

    /// The profile that was asked for; `nil` means no filter. A privileged
    /// container has none unless a file is named, as in Docker.
    public static func load(_ option: SeccompOption, privileged: Bool) throws(EngineError) -> SeccompProfile? {
        switch option {
        case .unconfined: return nil
        case .standard: return privileged ? nil : .standard
        case .file(let path):
            let bytes: [UInt8]
            do {
                bytes = try Descriptor.open(path, [.readOnly]).readToEnd(limit: limit, name: path)
            } catch {
                throw EngineError(.invalid, "cannot read seccomp profile \"\(path)\"", cause: error)
            }
            return try SeccompProfile(parsing: bytes, name: path)
        }
    }

    /// Reads Docker's JSON format; `name` is for messages. Throws `invalid`
    /// with the path of the field that is wrong.
    public init(parsing bytes: [UInt8], name: String) throws(EngineError) {
        do throws(JSONError) {
            self = try ProfileFile(jsonText: bytes).profile()
        } catch {
            throw EngineError(.invalid, "seccomp profile \"\(name)\": \(error)")
        }
    }
}

/// The file's own shape.
private struct ProfileFile: JSONReadable {
    let defaultAction: RuntimeSpec.SeccompAction
    let defaultErrno: UInt32?
    let architectures: [String]?
    let architectureMap: [ArchitectureEntry]?
    let flags: [String]?
    let listenerPath: String?
    let listenerMetadata: String?
    let entries: [Entry]?

    init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        defaultAction = try object.required("defaultAction")
        defaultErrno = try object.optional("defaultErrnoRet")
        architectures = try object.optional("architectures")
        architectureMap = try object.optional("archMap")
        flags = try object.optional("flags")
        listenerPath = try object.optional("listenerPath")
        listenerMetadata = try object.optional("listenerMetadata")
        entries = try object.optional("syscalls")
    }

    struct ArchitectureEntry: JSONReadable {
        let architecture: String
        let others: [String]?

        init(json value: JSONValue) throws(JSONError) {
            let object = try JSONObject(json: value)
            architecture = try object.required("architecture")
            others = try object.optional("subArchitectures")
        }
    }

    /// A rule, of which every part is known to be right.
    struct Entry: JSONReadable {
        let rule: SeccompProfile.Rule
    }

    func profile() throws(JSONError) -> SeccompProfile {
        var profile = SeccompProfile(
            defaultAction: defaultAction, defaultErrno: defaultErrno, architectures: try allArchitectures(),
            rules: (entries ?? []).map(\.rule))
        profile.flags = flags
        profile.listenerPath = listenerPath
        profile.listenerMetadata = listenerMetadata
        return profile
    }

    private func allArchitectures() throws(JSONError) -> SeccompProfile.Architectures {
        guard let architectureMap, !architectureMap.isEmpty else { return .fixed(architectures ?? []) }
        guard architectures?.isEmpty ?? true else {
            throw JSONError(reason: "both architectures and archMap are given: use one")
        }
        return .ofHost(
            architectureMap.map {
                SeccompProfile.ArchitectureFamily(native: $0.architecture, others: $0.others ?? [])
            })
    }
}

extension ProfileFile.Entry {
    init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        let arguments: [RuntimeSpec.SystemCallArgument]? = try object.optional("args")
        for (index, argument) in (arguments ?? []).enumerated() where argument.index > 5 {
            throw JSONError(reason: "there is no argument \(argument.index), only 0 to 5")
                .inside("index").inside(index).inside("args")
        }
        let call = RuntimeSpec.SystemCallRule(
            names: try Self.names(in: object), action: try object.required("action"),
            errno: try object.optional("errnoRet"), arguments: arguments)
        let includes: SeccompProfile.Condition? = try object.optional("includes")
        let excludes: SeccompProfile.Condition? = try object.optional("excludes")
        rule = SeccompProfile.Rule(
            call, includes: includes ?? SeccompProfile.Condition(), excludes: excludes ?? SeccompProfile.Condition())
    }

    /// `name` is the older way to write a rule for one call.
    private static func names(in object: JSONObject) throws(JSONError) -> [String] {
        let name: String = try object.optional("name") ?? ""
        let names: [String] = try object.optional("names") ?? []
        switch (name.isEmpty, names.isEmpty) {
        case (true, true): throw JSONError(reason: "names is missing or empty")
        case (true, false):
            for (index, name) in names.enumerated() where !SystemCallName.isKnown(name) {
                throw JSONError(reason: "unknown system call \"\(name)\"").inside(index).inside("names")
            }
            return names
        case (false, true):
            guard SystemCallName.isKnown(name) else {
                throw JSONError(reason: "unknown system call \"\(name)\"").inside("name")
            }
            return [name]
        case (false, false): throw JSONError(reason: "both name and names are given: use names")
        }
    }
}

extension SeccompProfile.Condition: JSONReadable {
    /// The `includes` or `excludes` of a rule.
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(architectures: try object.optional("arches") ?? [])
        let names: [String] = try object.optional("caps") ?? []
        for (index, name) in names.enumerated() {
            guard let capability = Capability(parsing: name) else {
                throw JSONError(reason: "unknown capability \(JSONText.quoted(name))").inside(index).inside("caps")
            }
            capabilities.insert(CapabilitySet(capability))
        }
        guard let text: String = try object.optional("minKernel") else { return }
        guard let version = KernelVersion(parsing: text) else {
            throw JSONError(reason: "\(JSONText.quoted(text)) is no kernel version, such as 4.8").inside("minKernel")
        }
        minimumKernel = version
    }
}
