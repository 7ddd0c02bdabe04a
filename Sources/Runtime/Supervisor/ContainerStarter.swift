import Cgroups
import Glibc
import LinuxSystem
import OCI

/// Starts a container's first process, as often as the container is started by
/// its supervisor.
struct ContainerStarter: ~Copyable {
    let hierarchies: Hierarchies
    /// The bundle's path.
    let path: String
    /// The container's root, to be cloned for each run; absent when there will
    /// be one run only, which was given it.
    var root: DetachedMount?
    let connection: ContainerConnection

    /// What is to be started.
    struct Order {
        let spec: RuntimeSpec
        let settings: SupervisorSettings
        let bundle: String

        /// Whether a pid namespace is made for it.
        var hasOwnProcesses: Bool {
            spec.linux?.namespaces?.contains { $0.type == .pid && $0.path == nil } ?? false
        }

        var seccompAgent: SeccompAgent? {
            SeccompAgent(
                spec.linux?.seccomp,
                state: RuntimeState(
                    version: spec.version, id: settings.containerID, status: .creating, bundle: bundle))
        }
    }

    /// Starts a further run, by the configuration as it is now.
    func startAgain(in directory: borrowing ContainerDirectory) throws -> ContainerRun {
        let spec = try directory.readSpecification()
        guard let settings = SupervisorSettings(annotations: spec.annotations ?? [:]) else {
            throw RuntimeError.invalid(field: "annotations", reason: "name no container to supervise")
        }
        // The process whose namespaces it shared may be another one by now.
        if let shared = spec.linux?.namespaces?.first(where: { $0.path != nil }) {
            throw RuntimeError.refused(
                "it shares the \(shared.type.rawValue) namespace of another container: start it with 'skiff start'")
        }
        let order = Order(spec: spec, settings: settings, bundle: path)
        switch root {
        case .some(let root): return try start(order, root: root.clone(name: "the container's root"))
        case .none: throw RuntimeError.refused("the container's root is no longer there")
        }
    }

    /// Starts a run. Nothing of it is left when it throws, but the ports and addresses that the container keeps.
    func start(_ order: Order, root: consuming DetachedMount) throws -> ContainerRun {
        var network = try NetworkStart.begin(order, connection)
        let cgroup = try Cgroup.create(for: order.spec, on: hierarchies)
        Trace.mark("supervisor: cgroup made")
        do {
            var pipes =
                try order.spec.process?.terminal == true
                ? nil : ContainerStreams.pipes(interactive: order.settings.interactive)
            var resources = LaunchResources(
                root: root, streams: pipes?.child.take(), seccomp: try order.settings.readFilter(),
                join: try cgroup.join(), views: cgroup.views, keyringName: "_ses.\(order.settings.containerID)")
            resources.seccompAgent = order.seccompAgent
            resources.watchesRefusals = order.settings.watchesRefusals
            try network.add(to: &resources)
            let plan = try LaunchPlan(order.spec, resources: resources)
            Trace.mark("supervisor: plan made")
            try network.finish()
            var launched: LaunchedProcess
            do { launched = try Launcher.launch(plan) } catch { throw RuntimeError.launch(error) }
            Trace.mark("supervisor: execve done")
            // A process that was killed in the middle of its plan has opened no terminal.
            let streams: ContainerStreams
            if let console = launched.console.take() {
                streams = try ContainerStreams.terminal(console)
            } else if let pipes = pipes.take() {
                streams = pipes
            } else {
                throw SystemError("open", "the container's terminal", errno: ESRCH)
            }
            return ContainerRun(
                launched: launched, streams: streams, cgroup: cgroup, hasOwnProcesses: order.hasOwnProcesses)
        } catch {
            // The first failure is the one to tell.
            _ = cgroup.clear()
            _ = connection.end()
            throw error
        }
    }
}

extension SupervisorSettings {
    /// The compiled filter; `nil` when there is none.
    func readFilter() throws(SystemError) -> SeccompProgram? {
        guard let seccompProgram else { return nil }
        return try SeccompProgram.read(from: seccompProgram)
    }
}
