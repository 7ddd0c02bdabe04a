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
        let plan = try LaunchPlan(bundle.specification, resources: resources)
        plan.warnings.forEach(container.warn)
        Trace.mark("runtime: plan made")
        let launched: LaunchedProcess
        do throws(LaunchError) {
            launched = try Launcher.launch(plan)
        } catch {
            throw .launch(error)
        }
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
        let filters = try container.filters()
        let root = try bundle.openRoot()
        let mount: DetachedMount
        do throws(SystemError) {
            mount = try DetachedMount.clone(of: root, recursive: true, name: record.rootPath)
        } catch {
            throw .system(error)
        }
        let join: JoinTarget
        do { join = try cgroup.join() } catch { throw .limits("\(error)") }
        var resources = LaunchResources(root: mount, join: join)
        resources.views = cgroup.views
        resources.bundle = bundle.path
        resources.seccomp = try filters.program(for: bundle.specification)
        resources.seccompAgent = SeccompAgent(
            bundle.specification.linux?.seccomp,
            state: RuntimeState(
                record, id: request.id, status: .creating, annotations: bundle.specification.annotations))
        resources.keyringName = request.makesKeyring ? "_ses.\(request.id)" : nil
        resources.preservedDescriptors = request.preservedDescriptors
        resources.endsWithParent = false
        resources.avoidsPivot = request.avoidsPivot
        resources.resourceControl = try resourceControlTasks()
        return resources
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
        do throws(SystemError) {
            record.process = try ProcessIdentity(of: launched.pid)
            record.cgroup = cgroup.location
            if let path = request.pidDescriptorSocket { try launched.sendDescriptor(to: path) }
            if let path = request.consoleSocket { try launched.sendConsole(to: path) }
            if let path = request.pidFile { try PIDFile.write(launched.pid, to: path) }
        } catch {
            throw .system(error)
        }
        try container.write(record)
    }

    /// Takes back what was made.
    consuming func undo() {
        // What fails here is left for `delete --force`; the first failure is the one to tell.
        ResourceControlGroup.remove(record.resourceControl)
        _ = cgroup.clear()
        try? container.forget()
    }
}
