import Glibc

/// What this process may do to its children.
enum Privilege {
    /// Whether it is an ordinary user: such a one can't give a user namespace
    /// more ids than its own, nor groups (user_namespaces(7)).
    static var isOrdinaryUser: Bool { geteuid() != 0 }
}
