import FoundationEssentials
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
        do throws(ProfileFile.Mistake) {
            self = try ProfileFile(parsing: bytes).profile()
        } catch {
            throw EngineError(.invalid, "seccomp profile \"\(name)\": \(error.sentence)")
        }
    }
}

/// The file's own shape.
private struct ProfileFile: Decodable {
    /// What is wrong with a profile, in one sentence.
    struct Mistake: Error {
        let sentence: String
    }

    let defaultAction: RuntimeSpec.SeccompAction
    let defaultErrnoRet: UInt32?
    let architectures: [String]?
    let archMap: [ArchitectureEntry]?
    let flags: [String]?
    let listenerPath: String?
    let listenerMetadata: String?
    let syscalls: [Entry]?

    struct ArchitectureEntry: Decodable {
        let architecture: String
        let subArchitectures: [String]?
    }

    struct Entry: Decodable {
        let name: String?
        let names: [String]?
        let action: RuntimeSpec.SeccompAction
        let errnoRet: UInt32?
        let args: [RuntimeSpec.SystemCallArgument]?
        let includes: Filter?
        let excludes: Filter?
    }

    struct Filter: Decodable {
        let caps: [String]?
        let arches: [String]?
        let minKernel: String?
    }

    init(parsing bytes: [UInt8]) throws(Mistake) {
        do {
            self = try JSONDecoder().decode(ProfileFile.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw Mistake(sentence: error.sentence)
        } catch {
            throw Mistake(sentence: "\(error)")
        }
    }

    func profile() throws(Mistake) -> SeccompProfile {
        var rules = [SeccompProfile.Rule]()
        for (index, entry) in (syscalls ?? []).enumerated() {
            rules.append(try entry.rule(at: "syscalls[\(index)]"))
        }
        var profile = SeccompProfile(
            defaultAction: defaultAction, defaultErrno: defaultErrnoRet, architectures: try allArchitectures(),
            rules: rules)
        profile.flags = flags
        profile.listenerPath = listenerPath
        profile.listenerMetadata = listenerMetadata
        return profile
    }

    private func allArchitectures() throws(Mistake) -> SeccompProfile.Architectures {
        guard let archMap, !archMap.isEmpty else { return .fixed(architectures ?? []) }
        guard architectures?.isEmpty ?? true else {
            throw Mistake(sentence: "both architectures and archMap are given: use one")
        }
        return .ofHost(
            archMap.map {
                SeccompProfile.ArchitectureFamily(native: $0.architecture, others: $0.subArchitectures ?? [])
            })
    }
}

extension ProfileFile.Entry {
    fileprivate func rule(at path: String) throws(ProfileFile.Mistake) -> SeccompProfile.Rule {
        let calls: [String]
        switch (name, names ?? []) {
        case (let name?, []) where !name.isEmpty: calls = [name]
        case (nil, let names) where !names.isEmpty, ("", let names) where !names.isEmpty: calls = names
        case (_, []): throw ProfileFile.Mistake(sentence: "\(path): names is missing or empty")
        default: throw ProfileFile.Mistake(sentence: "\(path): both name and names are given: use names")
        }
        if let index = calls.firstIndex(where: { !SystemCallName.isKnown($0) }) {
            throw ProfileFile.Mistake(sentence: "\(path).names[\(index)]: unknown system call \"\(calls[index])\"")
        }
        if let argument = args?.first(where: { $0.index > 5 }) {
            throw ProfileFile.Mistake(sentence: "\(path).args: there is no argument \(argument.index), only 0 to 5")
        }
        return SeccompProfile.Rule(
            RuntimeSpec.SystemCallRule(names: calls, action: action, errno: errnoRet, arguments: args),
            includes: try includes?.condition(at: "\(path).includes") ?? SeccompProfile.Condition(),
            excludes: try excludes?.condition(at: "\(path).excludes") ?? SeccompProfile.Condition())
    }
}

extension ProfileFile.Filter {
    fileprivate func condition(at path: String) throws(ProfileFile.Mistake) -> SeccompProfile.Condition {
        var condition = SeccompProfile.Condition(architectures: arches ?? [])
        for name in caps ?? [] {
            guard let capability = Capability(parsing: name) else {
                throw ProfileFile.Mistake(sentence: "\(path).caps: unknown capability \"\(name)\"")
            }
            condition.capabilities.insert(CapabilitySet(capability))
        }
        if let minKernel {
            guard let version = KernelVersion(parsing: minKernel) else {
                throw ProfileFile.Mistake(
                    sentence: "\(path).minKernel: \"\(minKernel)\" is no kernel version, such as 4.8")
            }
            condition.minimumKernel = version
        }
        return condition
    }
}
