import Glibc
import Images
import JSON
import LinuxSystem
import OCI
import Runtime
import StateStore

extension Engine {
    /// Hands a draft to its supervisor: mounts its root and writes its bundle.
    /// Answers our end of the connection, by which the supervisor tells when it runs.
    ///
    /// Whatever throws here, the container has not run.
    /// - Parameter keepsInputOpen: what whoever attaches later types still gets there.
    func assign(
        _ draft: borrowing Draft, to supervisor: consuming SupervisorProcess, host: HostFacts, keepsInputOpen: Bool
    ) throws -> PacketSocket {
        let network = try prepareNetwork(of: draft.record)
        if network != nil { Trace.mark("skiff: network prepared") }
        do {
            try writeNameFiles(of: draft.record, network, firstID: draft.firstID)
            let root = try mountRoot(of: draft, on: host)
            Trace.mark("skiff: root mounted")
            let runtime = try RuntimeProgram.find()
            let spec = try specification(of: draft, root: root, runtime: runtime, host: host)
            Trace.mark("skiff: specification made")
            try writeBundle(spec, of: draft, host: host, keepsInputOpen: keepsInputOpen)
            Trace.mark("skiff: bundle written")
            return try supervisor.assign(path: path(of: draft.record.id), root: root, startLock: draft.lock)
        } catch {
            // From here on its supervisor lets go of them. The reason is worth more than a second one.
            if let network { _ = try? releaseAddresses(of: network, container: draft.record.id) }
            throw error
        }
    }

    func mountRoot(of draft: borrowing Draft, on host: HostFacts) throws -> DetachedMount {
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
        of draft: borrowing Draft, root: borrowing DetachedMount, runtime: RuntimeProgram, host: HostFacts
    ) throws -> RuntimeSpec {
        var settings = draft.record.settings
        try prepareVolumes(of: settings.mounts, root: root, firstID: draft.firstID)
        emitMounts(of: draft.record)
        settings.mounts = try resolvingVolumes(settings.mounts)
        var provisions = ContainerProvisions(
            root: "rootfs",
            user: try UserDatabase.resolve(settings.user, in: root.descriptor),
            devices: try settings.privileged
                ? DeviceGrant.all() : settings.devices.flatMap { try DeviceGrant.resolve($0) },
            nameFiles: try nameFiles(of: settings),
            initProgram: runtime.path,
            identifiers: draft.firstID.map {
                RuntimeSpec.IDMapping(containerID: 0, hostID: $0, size: ContainerRoot.idCount)
            })
        try join(settings, in: &provisions)
        try settings.makeMissingSources()
        return try RuntimeSpec(settings, provisions, host: host)
    }

    /// `config.json`. The system-call filter is compiled here, or found
    /// compiled, and goes by its file's path: 400 names in JSON would cost more
    /// than all else in the file.
    private func writeBundle(
        _ spec: RuntimeSpec, of draft: borrowing Draft, host: HostFacts, keepsInputOpen: Bool
    ) throws {
        var spec = spec
        var settings = SupervisorSettings(
            containerID: draft.record.id, interactive: draft.record.interactive,
            keepsInputOpen: keepsInputOpen)
        settings.restartPolicy = draft.record.settings.restartPolicy
        settings.healthCheck = draft.record.settings.healthCheck
        settings.stopSignal = draft.record.settings.stopSignal
        if draft.record.terminal, let size = TerminalSize.ofStandardInput() {
            spec.process?.consoleSize = .init(height: size.rows, width: size.columns)
        }
        if let filter = try SeccompFilter(for: draft.record.settings, on: host, in: state) {
            settings.seccompProgram = filter.path
            settings.watchesRefusals = filter.isWatched
            spec.linux?.seccomp = filter.listener
        }
        if draft.record.removeOnExit {
            settings.remover = try RuntimeProgram.pathOfSelf()
        }
        settings.log = draft.record.settings.log
        settings.attributes = draft.record.eventAttributes
        spec.annotations = settings.annotations.merging(draft.record.settings.sharingAnnotations) { own, _ in own }
        let directory = try directory(of: draft.record.id)
        try directory.descriptor.writeFile(ContainerDirectory.configurationName, spec.json)
        try Self.keepOrder(of: directory)
    }
}
