import CShim
import JSON
import OCI

/// A hook that the launcher's child runs, with the container's state around the
/// process's id, which only the child knows: inside another pid namespace it is
/// another one ("State": `pid`).
struct HookStep: Sendable {
    /// Its place in the specification.
    let field: String
    let path: String
    private let arguments: [String]
    private let environment: [String]
    private let timeout: Int32
    /// Where it starts; absent: where the child is.
    private let directory: String?
    /// The state's text before the id and after it.
    private let state: (before: String, after: String)

    /// - Parameters:
    ///   - field: the hook's place in the specification.
    ///   - state: what the hook is told; its `pid` is the child's.
    ///   - directory: a path that the child sees when the step comes.
    init(_ hook: RuntimeSpec.Hook, field: String, state: RuntimeState, directory: String?) {
        self.field = field
        path = hook.path
        arguments = hook.argumentVector
        environment = hook.environment ?? []
        timeout = hook.timeoutMilliseconds
        self.directory = directory
        self.state = Self.split(state)
    }

    private static func split(_ state: RuntimeState) -> (before: String, after: String) {
        var state = state
        state.pid = 0
        let text = String(decoding: state.json, as: UTF8.self)
        // Inside of a string the quotes would be escaped, and of all members
        // only the version and the id come before.
        let key = "\"pid\":"
        guard let place = text.firstRange(of: key + "0") else { return (text, "") }
        return (text[..<place.lowerBound] + key, String(text[place.upperBound...]))
    }

    func encode(into step: inout skiff_step, arena: Arena) {
        step.path = arena.string(path)
        step.argv = arena.vector(arguments)
        step.envp = arena.vector(environment)
        step.number = UInt64(UInt32(bitPattern: timeout))
        step.text = arena.string(state.before)
        step.list = arena.string(state.after)
        step.data = directory.map { UnsafeRawPointer(arena.string($0)) }
    }
}
