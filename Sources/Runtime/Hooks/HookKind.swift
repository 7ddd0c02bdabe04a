import OCI

/// The six points of a container's life at which programs may be run ("POSIX-platform Hooks"),
/// in the order in which they come.
enum HookKind: String, CaseIterable, Sendable {
    case prestart
    case createRuntime
    case createContainer
    case startContainer
    case poststart
    case poststop

    /// The hooks of this kind, in the order in which they run.
    func hooks(of spec: RuntimeSpec) -> [RuntimeSpec.Hook] {
        guard let hooks = spec.hooks else { return [] }
        let list =
            switch self {
            case .prestart: hooks.prestart
            case .createRuntime: hooks.createRuntime
            case .createContainer: hooks.createContainer
            case .startContainer: hooks.startContainer
            case .poststart: hooks.poststart
            case .poststop: hooks.poststop
            }
        return list ?? []
    }

    /// A hook's place in the specification: `hooks.prestart[0]`.
    func field(_ index: Int) -> String { "hooks.\(rawValue)[\(index)]" }
}
