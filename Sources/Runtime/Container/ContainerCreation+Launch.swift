import Cgroups
import Glibc
import LinuxSystem
import OCI

extension ContainerCreation {
    /// Launches the container's first process and records it.
    /// - Parameter waits: the process awaits the start; else it is executed at once.
    mutating func launch(waits: Bool) throws(RuntimeError) -> LaunchedProcess {
        var resources = try resources()
        if waits { resources.startSocket = try container.listenForStart() }
        var specification = bundle.specification
        if !request.detaches { specification.process = specification.process?.sizedForForeground() }
        let plan = try LaunchPlan(specification, resources: resources)
        plan.warnings.forEach(container.warn)
        Trace.mark("runtime: plan made")
        let launched: LaunchedProcess
        let hooks = [HookKind.prestart, .createRuntime].map { HookRunner($0, of: bundle.specification) }
        let creating = state(.creating)
        do throws(LaunchError) {
            launched = try Launcher.launch(plan) { pid throws(RuntimeError) in
                var state = creating
                state.pid = pid
                for hooks in hooks { try hooks.run(state) }
            }
        } catch {
            // A process that waited for its group in vain has failed for that reason.
            try finishGroup()
            throw .launch(error)
        }
        try finishGroup()
        Trace.mark(waits ? "runtime: process is ready" : "runtime: execve done")
        do throws(RuntimeError) {
            try register(launched)
        } catch {
            _ = try? launched.process.send(.kill)  // the first failure is the one to tell
            throw error
        }
        Trace.mark("runtime: process recorded")
        return launched
    }

    private mutating func resources() throws(RuntimeError) -> LaunchResources {
        let root = try bundle.openRoot()
        let mount: DetachedMount
        do throws(SystemError) {
            mount = try DetachedMount.clone(of: root, recursive: true, name: record.rootPath)
        } catch {
            throw .system(error)
        }
        var resources = LaunchResources(root: mount, join: JoinTarget())
        do throws(CgroupError) {
            switch cgroup {
            case .some(let group):
                resources.join = try group.join()
                resources.views = group.views
            case .none: break
            }
        } catch {
            throw .limits("\(error)")
        }
        switch pendingGroup {
        case .some(let pending): resources.arrival = pending.arrival
        case .none: break
        }
        resources.network = network.take()
        resources.bundle = bundle.path
        resources.seccomp = try container.filter(for: bundle.specification)
        if bundle.specification.hooks != nil {
            resources.hookState = state(.creating)
            resources.rootPath = record.rootPath
        }
        resources.seccompAgent = SeccompAgent(
            bundle.specification.linux?.seccomp, state: state(.creating))
        resources.keyring = request.makesKeyring ? .named("_ses.\(request.id)") : nil
        resources.preservedDescriptors = request.preservedDescriptors
        resources.endsWithParent = false
        resources.avoidsPivot = request.avoidsPivot
        resources.resourceControl = try resourceControlTasks()
        return resources
    }

    /// What is told of the container at this point.
    func state(_ status: RuntimeState.Status) -> RuntimeState {
        RuntimeState(record, id: request.id, status: status, annotations: bundle.specification.annotations)
    }

    /// Makes the group that `linux.intelRdt` asks for, if it does.
    private mutating func resourceControlTasks() throws(RuntimeError) -> Descriptor? {
        guard let asked = bundle.specification.linux?.intelRdt else { return nil }
        let control: ResourceControl?
        do { control = try ResourceControl.detect() } catch { throw .system(error) }
        let group = try ResourceControlGroup.create(asked, containerID: request.id.description, in: control)
        record.resourceControl = group.ownDirectories
        try container.write(record)
        do { return try group.openTasks() } catch { throw .system(error) }
    }

    /// Tells everyone who is to know of the process.
    private mutating func register(_ launched: borrowing LaunchedProcess) throws(RuntimeError) {
        placeholder = nil
        do throws(SystemError) {
            record.process = try ProcessIdentity(of: launched.pid)
            if let location = groupLocation { record.cgroup = location }
            if let path = request.pidDescriptorSocket { try launched.sendDescriptor(to: path) }
            if let path = request.consoleSocket { try launched.sendConsole(to: path) }
            if let path = request.pidFile { try PIDFile.write(launched.pid, to: path) }
        } catch {
            throw .system(error)
        }
        try container.write(record)
    }

    private var groupLocation: CgroupLocation? {
        switch cgroup {
        case .some(let group): group.location
        case .none: nil
        }
    }

    /// Takes the group away, if there is one. Answers a sentence when that failed.
    private mutating func clearGroup() -> String? {
        try? finishGroup()  // when it could not be made, there is none
        guard let group = cgroup.take() else { return nil }
        return group.clear()
    }

    /// Those that are told of a container that runs; they can't stop it.
    func runPoststartHooks() {
        HookRunner(.poststart, of: bundle.specification).runAll(state(.running)).forEach(container.warn)
    }

    /// Deletes the container, which has ended, as `delete` does; but nothing of
    /// it has to be read again, nor could anyone have changed it, for this
    /// process has held its lock all the time.
    consuming func conclude() throws(RuntimeError) {
        let hooks = HookRunner(.poststop, of: bundle.specification)
        let state = state(.stopped)
        let warn = container.warn
        if let trouble = clearGroup() { throw .limits(trouble) }
        ResourceControlGroup.remove(record.resourceControl)
        try container.forget()
        hooks.runAll(state).forEach(warn)
    }

    /// Takes back what was made. When it was a hook that failed, those that are
    /// to know of the container's end are run ("Lifecycle").
    consuming func undo(after error: RuntimeError) {
        let hooks = HookRunner(.poststop, of: bundle.specification)
        let state = state(.stopped)
        let warn = container.warn
        // What fails here is left for `delete --force`; the first failure is the one to tell.
        ResourceControlGroup.remove(record.resourceControl)
        _ = clearGroup()
        try? container.forget()
        if error.isOfHook { hooks.runAll(state).forEach(warn) }
    }
}
