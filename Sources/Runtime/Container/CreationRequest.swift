import Glibc

/// What the command line of `create` and `run` asks for.
public struct CreationRequest: Sendable {
    /// What the container is to be called.
    public var id: ContainerIdentifier
    /// The bundle's directory.
    public var bundle = "."
    /// A file that gets the id of the container's first process.
    public var pidFile: String?
    /// A socket that gets the master of the container's terminal.
    public var consoleSocket: String?
    /// A socket that gets a pidfd of the container's first process.
    public var pidDescriptorSocket: String?
    /// How many descriptors after 2 the container inherits.
    public var preservedDescriptors: CInt = 0
    /// The root is changed by chroot(2), for hosts whose own root can't be
    /// pivoted (an initramfs).
    public var avoidsPivot = false
    /// The process gets a session keyring of its own (session-keyring(7)).
    public var makesKeyring = true
    /// systemd makes the container's cgroup, as the unit that its path names.
    public var usesSystemd = false
    /// The process is told apart from this one: nothing of its terminal passes through here.
    public var detaches = true

    public init(id: ContainerIdentifier) {
        self.id = id
    }
}
