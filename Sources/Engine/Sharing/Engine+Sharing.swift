import Glibc
import LinuxSystem
import OCI
import Runtime

extension Engine {
    /// The same options with containers by their ids: names may change.
    func withSharedIDs(_ options: RunOptions) throws -> RunOptions {
        var options = options
        if case .container(let name) = options.network { options.network = .container(try id(of: name)) }
        if case .container(let name) = options.sharing.pid { options.sharing.pid = .container(try id(of: name)) }
        if case .container(let name) = options.sharing.ipc { options.sharing.ipc = .container(try id(of: name)) }
        if case .container(let name) = options.sharing.uts { options.sharing.uts = .container(try id(of: name)) }
        return options
    }

    /// Finds the namespaces of other containers that a container is to join,
    /// which must be running. They are by path, and the path by the other's
    /// first process: it's the running container's while that is looked at.
    func join(_ settings: ContainerSettings, in provisions: inout ContainerProvisions) throws {
        let modes: [(RuntimeSpec.NamespaceType, String, NamespaceMode)] = [
            (.network, "net", settings.network.namespace), (.pid, "pid", settings.sharing.pid),
            (.ipc, "ipc", settings.sharing.ipc.namespace), (.uts, "uts", settings.sharing.uts),
        ]
        for (type, file, mode) in modes {
            guard case .container(let reference) = mode else { continue }
            let other = try container(reference)
            let pid = try runningProcess(of: other, for: type)
            if type == .ipc { try requireShareable(other) }
            provisions.joinedNamespaces.append(.init(type: type, path: "/proc/\(pid)/ns/\(file)"))
            if type == .network { provisions.hostname = try specification(of: other.id)?.hostname }
        }
    }

    private func runningProcess(of other: Container, for type: RuntimeSpec.NamespaceType) throws -> pid_t {
        if let pid = other.firstProcess, let process = try firstProcess(of: other, pid: pid) {
            let path = "/proc/\(pid)/ns/mnt"
            // Opened while the process lives, which is looked at afterwards.
            let isThere = access(path, F_OK) == 0
            if isThere, try !process.waitForEnd(milliseconds: 0) { return pid }
        }
        throw EngineError(
            .conflict,
            "cannot join the \(type.rawValue) namespace of container \(other.name): it is not running; start it first")
    }

    /// What a container that others may join has in its configuration's annotations.
    static let shareableAnnotation = "org.skiff.ipc"

    private func requireShareable(_ other: Container) throws {
        guard let spec = try specification(of: other.id) else { return }
        let isHosts = spec.linux?.namespaces?.contains { $0.type == .ipc } == false
        guard spec.annotations?[Self.shareableAnnotation] == "shareable" || isHosts else {
            throw EngineError(
                .conflict,
                "cannot join the ipc namespace of container \(other.name): it is private; run that one with --ipc shareable"
            )
        }
    }
}

extension ContainerSettings {
    /// What others may have to know of it.
    var sharingAnnotations: [String: String] {
        sharing.ipc == .shareable ? [Engine.shareableAnnotation: "shareable"] : [:]
    }
}
