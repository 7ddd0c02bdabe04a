import CShim
import Glibc

/// A network namespace in the making, on a thread of its own: it takes the
/// kernel as long as the rest of a container's set-up, which needn't wait.
/// No other thread of this process notices.
public struct NewNetworkNamespace: ~Copyable {
    /// The thread writes to it: it stays where it is until that has ended.
    private let making: UnsafeMutablePointer<skiff_network_namespace>

    /// Begins to make one, which belongs to this process's user namespace
    /// (network_namespaces(7)).
    public static func begin() throws(SystemError) -> NewNetworkNamespace {
        let making = UnsafeMutablePointer<skiff_network_namespace>.allocate(capacity: 1)
        making.initialize(to: skiff_network_namespace())
        let result = skiff_network_namespace_begin(making)
        guard result < 0 else { return NewNetworkNamespace(making: making) }
        making.deallocate()
        throw SystemError("start", "a thread", errno: -result)
    }

    private init(making: UnsafeMutablePointer<skiff_network_namespace>) {
        self.making = making
    }

    /// Waits until it is there. Answers its open file, which keeps it alive.
    public consuming func finish() throws(SystemError) -> Descriptor {
        let result = skiff_network_namespace_finish(making)
        making.deallocate()
        discard self
        return Descriptor(owning: try check(result, "create", "a network namespace"))
    }

    deinit {
        let file = skiff_network_namespace_finish(making)
        if file >= 0 { close(file) }
        making.deallocate()
    }
}
