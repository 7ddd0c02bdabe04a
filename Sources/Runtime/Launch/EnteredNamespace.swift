/// Namespaces that exist and that the child has to be born in: they are entered
/// before clone3(2), and what that makes belongs to the user namespace among
/// them. The descriptor belongs to the plan.
struct EnteredNamespace: Sendable {
    /// A namespace's file, or the pidfd of a process that is in the namespaces.
    let descriptor: CInt
    /// CLONE_NEW* flags; one of them when it is a namespace's file.
    let types: UInt64
    /// Where it was found, for a sentence: a path, or what process it is of.
    let name: String
}

extension EnteredNamespace: CustomStringConvertible {
    /// What is entered, as the object of "cannot enter".
    var description: String {
        "the \(NamespaceNames.list(types)) \(types.nonzeroBitCount == 1 ? "namespace" : "namespaces") \(name)"
    }
}
