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

    private func resources() throws(RuntimeError) -> LaunchResources {
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
        resources.seccomp = try SeccompProgram.forContainer(bundle.specification)
        resources.keyringName = request.makesKeyring ? "_ses.\(request.id)" : nil
        resources.preservedDescriptors = request.preservedDescriptors
        resources.endsWithParent = false
        resources.avoidsPivot = request.avoidsPivot
        return resources
    }

    /// Tells everyone who is to know of the process.
    private mutating func register(_ launched: borrowing LaunchedProcess) throws(RuntimeError) {
        do throws(SystemError) {
            record.process = try ProcessIdentity(of: launched.pid)
            if let path = request.pidDescriptorSocket {
                let socket = try UnixSocket.connect(path, type: .stream)
                try socket.send(Array("pidfd".utf8), with: launched.process.descriptor, name: path)
            }
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
        _ = cgroup.clear()
        try? container.forget()
    }
}

extension LaunchedProcess {
    /// Sends the master of the terminal over a socket, as runc does: its name, and the descriptor with it.
    func sendConsole(to path: String) throws(SystemError) {
        let socket = try UnixSocket.connect(path, type: .stream)
        switch console {
        case .some(let console): try socket.send(Array("/dev/ptmx".utf8), with: console, name: path)
        case .none: throw SystemError("open", "the container's terminal", errno: ESRCH)
        }
    }
}

extension SeccompProgram {
    /// The filter that a specification asks for; `nil` when it asks for none.
    static func forContainer(_ spec: RuntimeSpec) throws(RuntimeError) -> SeccompProgram? {
        guard let profile = spec.linux?.seccomp else { return nil }
        do { return try SeccompCompiler.compile(profile) } catch {
            throw .invalid(field: "linux.seccomp", reason: error.description)
        }
    }
}
