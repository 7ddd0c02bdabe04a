import CShim
import Glibc

/// A user namespace that nothing runs in (user_namespaces(7)); what
/// `DetachedMount.mapOwners` takes.
public enum UserNamespace {
    /// The host's root has the first id after the range: overlayfs makes its
    /// working directories as the one who mounts it, who needs an id on disk.
    /// - Parameters:
    ///   - first: the host's id that 0 inside is.
    ///   - count: how many ids there are.
    public static func mapping(from first: UInt32, count: UInt32) throws(SystemError) -> Descriptor {
        let map = "0 \(first) \(count)\n\(count) 0 1\n"
        return try mapping(users: map, groups: map)
    }

    /// One with any maps: lines of `inside outside count`, as the kernel takes
    /// them. EINVAL: ranges overlap, or one is empty.
    public static func mapping(users: String, groups: String) throws(SystemError) -> Descriptor {
        try Descriptor(owning: check(skiff_user_namespace(users, groups), "create", "a user namespace"))
    }

    /// Calls the body with the id of a process that is in the namespace and
    /// does nothing; it is gone afterwards.
    public static func withMember<Value>(
        of namespace: CInt, _ body: (pid_t) throws(SystemError) -> Value
    ) throws(SystemError) -> Value {
        let pid = try check(skiff_user_namespace_member(namespace), "enter", "the user namespace")
        defer {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        return try body(pid)
    }
}
