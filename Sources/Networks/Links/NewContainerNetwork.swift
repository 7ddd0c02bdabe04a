import CShim
import Glibc
import LinuxSystem
import Synchronization

/// A container's network namespace and its links, in the making on a thread of
/// their own: the kernel takes as long for the namespace as for much else of a
/// container's set-up, and the links can be made while that goes on, too.
public struct NewContainerNetwork: ~Copyable {
    private let thread: Thread<Result<Void, NetworkError>>
    private let birth: Birth

    /// Begins to make them. The namespace belongs to this process's user namespace.
    /// - Parameter label: begins the names of the links' ends on the host.
    public static func begin(_ network: ContainerNetwork, label: String) throws(NetworkError) -> NewContainerNetwork {
        let birth = Birth()
        let thread = try NetworkError.wrapping { () throws(SystemError) in
            try Thread.start { Result { () throws(NetworkError) in try make(network, label: label, birth) } }
        }
        return NewContainerNetwork(thread: thread, birth: birth)
    }

    /// The namespace's file, as soon as it is there; its links may not be yet.
    public func takeNamespace() throws(NetworkError) -> Descriptor {
        birth.semaphore.wait()
        let result = birth.file.withLock { $0 }
        return try NetworkError.wrapping { () throws(SystemError) in
            try Descriptor(owning: check(result, "make", "a network namespace"))
        }
    }

    /// Waits until the links are there.
    public consuming func finish() throws(NetworkError) { try thread.join().get() }

    /// On the thread, which ends in the new namespace.
    private static func make(_ network: ContainerNetwork, label: String, _ birth: Birth) throws(NetworkError) {
        Trace.mark("links: begun")
        let reflects = network.reflects
        let host: NetlinkSocket
        do throws(NetworkError) {
            host = try NetworkError.wrapping { () throws(SystemError) in try NetlinkSocket(.route) }
        } catch {
            birth.tell(-EPROTONOSUPPORT)
            throw error
        }
        let hostSettings = KernelSetting.linksOfVersion6()
        let file = skiff_network_namespace_make()
        // The one who waits owns the file, and may close it before we have finished.
        let own = file < 0 ? -1 : skiff_fcntl_int(file, F_DUPFD_CLOEXEC, 3)
        birth.tell(file)
        guard file >= 0 else { return }
        let namespace = try NetworkError.wrapping { () throws(SystemError) in
            try Descriptor(owning: check(own, "keep", "a network namespace"))
        }
        let container = try NetworkError.wrapping { () throws(SystemError) in try NetlinkSocket(.route) }
        Trace.mark("links: namespace made")
        let links = ContainerLinks(host: host, hostSettings, container: container, namespace: namespace)
        for attachment in network.attachments { try links.attach(attachment, label: label, reflects: reflects) }
    }

    /// What the thread tells in the middle of its work.
    private final class Birth: Sendable {
        let semaphore = Semaphore(0)
        /// The namespace's file, or -errno.
        let file = Mutex<CInt>(-ESRCH)

        func tell(_ result: CInt) {
            file.withLock { $0 = result }
            semaphore.signal()
        }
    }
}

extension ContainerNetwork {
    /// Whether frames of the container have to come back to it: when it reaches a port of its own by the host's address,
    /// and the packet filter looks into bridges, that translates the answer within the bridge (br_netfilter).
    public var reflects: Bool {
        guard !ports.isEmpty else { return false }
        // Where it can't be read there is no such thing.
        return ["bridge/bridge-nf-call-iptables", "bridge/bridge-nf-call-ip6tables"].contains {
            (try? KernelSetting.read($0)) == "1"
        }
    }
}
