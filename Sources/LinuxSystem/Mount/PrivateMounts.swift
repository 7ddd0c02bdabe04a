import CShim

/// A mount namespace (mount_namespaces(7)) that no process is in: a copy of the
/// host's with a tree of mounts in it that only its owner can walk, from the
/// tree's root. Everything in it is unmounted when the owner lets go, or ends.
public struct PrivateMounts: ~Copyable, Sendable {
    /// Where the tree begins; paths beneath it cross its mounts.
    public let root: Descriptor
    /// Keeps the namespace, and so the mounts on each other.
    private let namespace: Descriptor

    /// Makes a namespace and runs the body in it, on a thread of its own.
    /// - Parameter attach: attaches mounts, and answers the root of their tree.
    public static func make(
        _ attach: sending @escaping () throws(SystemError) -> Descriptor
    ) throws(SystemError) -> PrivateMounts {
        let thread = try Thread.start { () -> Result<Numbers, SystemError> in
            Result { () throws(SystemError) in
                let namespace = try Descriptor(
                    owning: check(skiff_private_mounts(), "create", "a private mount namespace"))
                let root = try attach()
                return Numbers(root: root.release(), namespace: namespace.release())
            }
        }
        let numbers = try thread.join().get()
        return PrivateMounts(
            root: Descriptor(owning: numbers.root), namespace: Descriptor(owning: numbers.namespace))
    }

    /// Two descriptors on their way from one thread to the other.
    private struct Numbers: Sendable {
        let root: CInt
        let namespace: CInt
    }
}

extension DetachedMount {
    /// Another mount of what is `/` in the process's mount namespace, without
    /// the mounts beneath it. A thread that does nothing else enters the
    /// namespace for it (setns(2)); nothing of it is opened, loaded or run.
    public static func cloneRoot(of process: borrowing ProcessDescriptor) throws(SystemError) -> DetachedMount {
        let number = process.descriptor.number
        let thread = try Thread.start { skiff_clone_root_of(number) }
        return try DetachedMount(owning: Descriptor(owning: check(thread.join(), "clone", "the container's root")))
    }

    /// Attaches the mount where the descriptor leads (move_mount(2)).
    public func attach(at location: borrowing Descriptor, name: String) throws(SystemError) {
        try check(skiff_move_mount(descriptor.number, location.number, ""), "mount", name)
    }
}
