import FoundationEssentials
import Glibc
import Images
import LinuxSystem
import OCI
import Runtime
import StateStore

extension Engine {
    /// Starts a draft: mounts its root, writes its bundle and hands both to a
    /// supervisor of its own. Answers our end of the connection to it.
    ///
    /// Whatever throws here, the container has not run; the caller discards it.
    public func start(_ draft: Draft, host: HostFacts, terminalSize: TerminalSize?) throws -> PacketSocket {
        let root = try mountRoot(of: draft)
        let runtime = try RuntimeProgram.find()
        let spec = try specification(of: draft, root: root, runtime: runtime, host: host)
        let directory = try directory(of: draft.record.id)
        try writeBundle(spec, of: draft, terminalSize: terminalSize, in: directory)
        return try spawnSupervisor(of: draft.record.id, runtime: runtime, root: root, directory: directory)
    }

    /// What a supervisor says that can tell nobody else, in the container's directory.
    static let supervisorLogName = "supervisor.log"

    private func mountRoot(of draft: Draft) throws -> DetachedMount {
        do throws(SystemError) {
            return try ContainerRoot.mount(
                ContainerRoot.Parts(
                    layers: draft.layers, directory: path(of: draft.record.id), firstID: draft.firstID,
                    isVolatile: draft.record.removeOnExit))
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
            seccomp: try SeccompProfile.load(settings.seccomp, privileged: settings.privileged),
            devices: try settings.privileged
                ? DeviceGrant.all() : settings.devices.flatMap { try DeviceGrant.resolve($0) },
            initProgram: runtime.path,
            identifiers: draft.firstID.map {
                RuntimeSpec.IDMapping(containerID: 0, hostID: $0, size: ContainerRoot.idCount)
            })
        try settings.makeMissingSources()
        return try RuntimeSpec(settings, provisions, host: host)
    }

    /// `config.json` and `supervisor.json`. The system-call filter is compiled
    /// here, or found compiled, and goes by its file's path: 400 names in JSON
    /// would cost more than all else in the file.
    private func writeBundle(
        _ spec: RuntimeSpec, of draft: Draft, terminalSize: TerminalSize?, in directory: borrowing ContainerDirectory
    ) throws {
        var spec = spec
        var settings = SupervisorSettings(
            containerID: draft.record.id, interactive: draft.record.interactive, terminalSize: terminalSize)
        if let profile = spec.linux?.seccomp {
            let cache = try SeccompCache(path: "\(state.path)/seccomp", in: state.directory, name: "seccomp")
            settings.seccompProgram = try cache.program(for: profile)
            spec.linux?.seccomp = nil
        }
        if draft.record.removeOnExit {
            settings.whenAbandoned = [try RuntimeProgram.pathOfSelf(), "rm", "--force", draft.record.id]
        }
        let encoder = JSONEncoder()
        try directory.descriptor.writeFile(ContainerDirectory.configurationName, Array(encoder.encode(spec)))
        try directory.descriptor.writeFile(ContainerDirectory.settingsName, Array(encoder.encode(settings)))
    }

    private func spawnSupervisor(
        of id: String, runtime: RuntimeProgram, root: borrowing DetachedMount,
        directory: borrowing ContainerDirectory
    ) throws -> PacketSocket {
        let program = try runtime.openReadOnly()
        let pair = try PacketSocket.Pair()
        let log = try directory.descriptor.open(
            Self.supervisorLogName, [.writeOnly, .create, .append, .noFollow], mode: 0o600,
            resolution: [.beneath, .noMagicLinks])
        let rootNumber = root.descriptor.number
        let visitorNumber = pair.far.descriptor.number
        var process = ChildProcess(
            program.descriptor.procPath,
            arguments: ["skiff-runtime", "supervise", String(rootNumber), String(visitorNumber), path(of: id)])
        process.inherited = [rootNumber, visitorNumber]
        process.standardError = log.number
        try process.spawn()
        return pair.near
    }
}
