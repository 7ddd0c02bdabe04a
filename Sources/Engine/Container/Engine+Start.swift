import Glibc
import Images
import JSON
import LinuxSystem
import OCI
import Runtime
import StateStore

extension Engine {
    /// Starts a draft: mounts its root, writes its bundle and hands both to
    /// its supervisor. Answers our end of the connection to it.
    ///
    /// Whatever throws here, the container has not run; the caller discards it.
    public func start(
        _ draft: Draft, by supervisor: consuming SupervisorProcess, host: HostFacts
    ) throws -> PacketSocket {
        let root = try mountRoot(of: draft, on: host)
        Trace.mark("skiff: root mounted")
        let runtime = try RuntimeProgram.find()
        let spec = try specification(of: draft, root: root, runtime: runtime, host: host)
        Trace.mark("skiff: specification made")
        let directory = try directory(of: draft.record.id)
        try writeBundle(spec, of: draft, host: host, in: directory)
        Trace.mark("skiff: bundle written")
        return try supervisor.assign(path: path(of: draft.record.id), root: root)
    }

    private func mountRoot(of draft: Draft, on host: HostFacts) throws -> DetachedMount {
        do throws(SystemError) {
            return try ContainerRoot.mount(
                ContainerRoot.Parts(
                    layers: draft.layers, layersDirectory: "\(state.path)/layers", directory: path(of: draft.record.id),
                    firstID: draft.firstID, isVolatile: draft.record.removeOnExit, kernel: host.kernel))
        } catch {
            throw EngineError(
                .internal, "cannot mount the container's root: \(error.operation) \(error.subject)", cause: error)
        }
    }

    private func specification(
        of draft: Draft, root: borrowing DetachedMount, runtime: RuntimeProgram, host: HostFacts
    ) throws -> RuntimeSpec {
        let settings = draft.settings
        let provisions = ContainerProvisions(
            root: "rootfs",
            user: try UserDatabase.resolve(settings.user, in: root.descriptor),
            devices: try settings.privileged
                ? DeviceGrant.all() : settings.devices.flatMap { try DeviceGrant.resolve($0) },
            nameFiles: settings.network == .host
                ? ["/etc/hosts", "/etc/resolv.conf"].filter { access($0, R_OK) == 0 } : [],
            initProgram: runtime.path,
            identifiers: draft.firstID.map {
                RuntimeSpec.IDMapping(containerID: 0, hostID: $0, size: ContainerRoot.idCount)
            })
        try settings.makeMissingSources()
        return try RuntimeSpec(settings, provisions, host: host)
    }

    /// `config.json`. The system-call filter is compiled here, or found
    /// compiled, and goes by its file's path: 400 names in JSON would cost more
    /// than all else in the file.
    private func writeBundle(
        _ spec: RuntimeSpec, of draft: Draft, host: HostFacts, in directory: borrowing ContainerDirectory
    ) throws {
        var spec = spec
        var settings = SupervisorSettings(
            containerID: draft.record.id, interactive: draft.record.interactive, keepsInputOpen: draft.isDetached)
        if draft.record.terminal, let size = TerminalSize.ofStandardInput() {
            spec.process?.consoleSize = .init(height: size.rows, width: size.columns)
        }
        if let filter = try SeccompFilter(for: draft.settings, on: host, in: state) {
            settings.seccompProgram = filter.path
            spec.linux?.seccomp = filter.listener
        }
        if draft.record.removeOnExit {
            settings.remover = try RuntimeProgram.pathOfSelf()
        }
        settings.attributes = draft.record.eventAttributes
        spec.annotations = settings.annotations
        try directory.descriptor.writeFile(ContainerDirectory.configurationName, spec.json)
    }
}
