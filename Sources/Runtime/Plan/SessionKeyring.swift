/// The session keyring that a process of a container gets (session-keyring(7)).
public enum SessionKeyring: Hashable, Sendable {
    /// One of this name, which whoever enters later joins: what engines that call an OCI runtime know. The kernel
    /// compares the name with that of every keyring of the user, so with many containers it takes its time, and a
    /// process of another container that knows the name finds it as well.
    case named(String)
    /// A new one that nobody finds.
    case own

    var name: String? {
        if case .named(let name) = self { name } else { nil }
    }
}
