import OCI

/// What a run's configuration says of the processes that enter the container,
/// kept because reading all of it anew takes longer than to start one of them.
/// None of the settings that `update` changes is here.
struct ContainerEntry {
    let process: RuntimeSpec.Process?
    let namespaces: [RuntimeSpec.Namespace]
    let personality: RuntimeSpec.Personality?
    let filter: SeccompProgram?
    let seccompAgent: SeccompAgent?

    init(_ order: ContainerStarter.Order, filter: SeccompProgram?) {
        process = order.spec.process
        namespaces = order.spec.linux?.namespaces ?? []
        personality = order.spec.linux?.personality
        self.filter = filter
        seccompAgent = order.seccompAgent
    }
}
