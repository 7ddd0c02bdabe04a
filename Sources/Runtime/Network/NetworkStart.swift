import Glibc
import LinuxSystem
import Networks
import OCI

/// What one start of a container does for its network: as much as can be beside
/// everything else, and nothing when there is nothing to do.
struct NetworkStart: ~Copyable {
    private let connection: ContainerConnection
    /// What is to be; `nil`: no networks.
    private let network: ContainerNetwork?
    /// Namespace and links, in the making.
    private var begun: NewContainerNetwork?
    /// A namespace alone.
    private var bare: NewNetworkNamespace?
    private var namespace: Descriptor?

    /// Begins.
    static func begin(_ order: ContainerStarter.Order, _ connection: ContainerConnection) throws -> NetworkStart {
        var start = NetworkStart(connection, try connection.prepare())
        if let network = start.network, order.makesNetwork {
            start.begun = .some(try connection.begin(network))
        } else {
            start.bare = order.spec.beginNetwork()
        }
        return start
    }

    private init(_ connection: ContainerConnection, _ network: ContainerNetwork?) {
        self.connection = connection
        self.network = network
    }

    /// The namespace, for the launch plan; or what is done once the container's process has one.
    mutating func add(to resources: inout LaunchResources) throws {
        if let bare = bare.take() { resources.network = .some(bare) }
        guard let network else { return }
        guard let begun = begun.take() else {
            resources.attachNetwork = Self.attach(network, connection)
            return
        }
        let file: Descriptor
        do throws(NetworkError) { file = try begun.takeNamespace() } catch { throw RuntimeError.refused("\(error)") }
        namespace = .some(try file.duplicate())
        resources.networkFile = .some(file)
        self.begun = .some(begun)
    }

    /// Waits until the links are there, and makes them known.
    mutating func finish() throws {
        guard let network, let begun = begun.take(), let namespace = namespace.take() else { return }
        do throws(NetworkError) { try begun.finish() } catch { throw RuntimeError.refused("\(error)") }
        Trace.mark("supervisor: links made")
        try connection.announce(network, in: namespace)
    }

    /// For a namespace that belongs to the container's user namespace, and so is made with its first process.
    private static func attach(
        _ network: ContainerNetwork, _ connection: ContainerConnection
    ) -> (pid_t) throws(RuntimeError) -> Void {
        { pid throws(RuntimeError) in
            do {
                // It waits for us, and nobody has waited for it: its id is no other's.
                let namespace = try Descriptor.open("/proc/\(pid)/ns/net", [.readOnly])
                try connection.attach(network, in: namespace)
                try connection.announce(network, in: namespace)
            } catch {
                throw error as? RuntimeError ?? .refused("\(error)")
            }
        }
    }
}

extension ContainerStarter.Order {
    /// Whether a network namespace is made for it that belongs to this process's user namespace.
    var makesNetwork: Bool {
        let namespaces = spec.linux?.namespaces ?? []
        return namespaces.contains { $0.type == .network && ($0.path ?? "").isEmpty }
            && !namespaces.contains { $0.type == .user }
    }
}
