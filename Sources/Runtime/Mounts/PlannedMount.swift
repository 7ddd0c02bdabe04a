import Glibc
import LinuxSystem

/// A file system that the child makes (fsopen(2)) and mounts.
struct NewFilesystem: Sendable {
    let type: String
    var parameters: [Parameter] = []
    var attributes: MountAttributes = []
    let target: MountTarget
    /// MS_SHARED and its like; 0 leaves the mount as its parent makes it.
    var propagation: UInt64 = 0
    /// It is filled with what the image has there.
    var copiesUp = false
    /// A detached mount for when the kernel doesn't let the container make the file system.
    var fallback: CInt?
    /// The mount's path in the specification.
    let field: String

    /// One parameter for fsconfig(2), `key` or `key=value`.
    struct Parameter: Sendable {
        let text: String
        /// Where the specification says it: `mounts[3].options[1]`.
        let field: String
    }
}

/// A detached mount that the child attaches.
struct MountAttachment: Sendable {
    let descriptor: CInt
    /// What it is a mount of, for messages.
    let source: String
    let target: MountTarget
    let isDirectory: Bool

    init(descriptor: CInt, source: String, target: MountTarget, isDirectory: Bool) {
        self.descriptor = descriptor
        self.source = source
        self.target = target
        self.isDirectory = isDirectory
    }
}

/// A change of the mount that stands at a path of the container.
struct MountChange: Sendable {
    let path: String
    var change: MountAttributeChange
    var propagation: UInt64 = 0
    var isRecursive = false
}

/// A node that the child makes (mknod(2)).
struct DeviceNode: Sendable {
    let path: String
    /// With the type: S_IFCHR, S_IFBLK or S_IFIFO.
    let mode: mode_t
    let number: DeviceNumber
    var owner: UInt32 = 0
    var group: UInt32 = 0
    /// It has to be there already, and is not made.
    var isExpected = false
}
