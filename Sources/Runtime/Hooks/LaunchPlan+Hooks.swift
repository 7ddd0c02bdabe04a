import OCI

extension LaunchPlan {
    /// The hooks that run while the container is created, in the order of the
    /// specification: those of the runtime's namespaces by this process, while
    /// the child waits, then those of the container's by the child, which sees
    /// the host's files until the root changes.
    mutating func addCreationHooks(_ spec: RuntimeSpec, state: RuntimeState) {
        if !HookRunner(.prestart, of: spec).isEmpty || !HookRunner(.createRuntime, of: spec).isEmpty {
            append(.awaitRuntime)
        }
        addHooks(.createContainer, spec, state: state, directory: state.bundle)
    }

    /// The hooks that run in the container once the start has come.
    mutating func addStartHooks(_ spec: RuntimeSpec, state: RuntimeState) {
        var state = state
        state.status = .created
        addHooks(.startContainer, spec, state: state, directory: nil)
    }

    private mutating func addHooks(_ kind: HookKind, _ spec: RuntimeSpec, state: RuntimeState, directory: String?) {
        for (index, hook) in kind.hooks(of: spec).enumerated() {
            append(.hook(HookStep(hook, field: kind.field(index), state: state, directory: directory)))
        }
    }
}
