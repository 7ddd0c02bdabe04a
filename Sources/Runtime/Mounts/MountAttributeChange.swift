import LinuxSystem

/// What options of mount(8) change of a mount's attributes, as
/// mount_setattr(2) takes it. The last option that speaks of an attribute
/// decides.
struct MountAttributeChange: Hashable, Sendable {
    private(set) var set: MountAttributes = []
    /// Contains the whole mask of access times when one is chosen: the kernel
    /// takes the choice no other way.
    private(set) var clear: MountAttributes = []

    var isEmpty: Bool { self.set.isEmpty && clear.isEmpty }

    /// Takes an option of the mount itself in; false when it is another one.
    mutating func add(_ option: String) -> Bool {
        switch option {
        case "ro": turnOn(.readOnly)
        case "rw": turnOff(.readOnly)
        case "nosuid": turnOn(.noSetUserID)
        case "suid": turnOff(.noSetUserID)
        case "nodev": turnOn(.noDevices)
        case "dev": turnOff(.noDevices)
        case "noexec": turnOn(.noExecution)
        case "exec": turnOff(.noExecution)
        case "nodiratime": turnOn(.noDirectoryAccessTime)
        case "diratime": turnOff(.noDirectoryAccessTime)
        case "nosymfollow": turnOn(.noSymbolicLinks)
        case "symfollow": turnOff(.noSymbolicLinks)
        case "noatime": choose(.noAccessTime)
        case "strictatime": choose(.strictAccessTime)
        case "relatime": choose([])
        // Each takes one choice back, and leaves another one that was made before it.
        case "atime": undo(.noAccessTime)
        case "nostrictatime": undo(.strictAccessTime)
        case "norelatime": undo([])
        default: return false
        }
        return true
    }

    /// The same for one attribute alone.
    mutating func turnOn(_ attribute: MountAttributes) {
        set.insert(attribute)
        clear.remove(attribute)
    }

    /// Forgets what was said of the attributes that another change speaks of.
    mutating func yield(to other: MountAttributeChange) {
        let spoken = other.set.union(other.clear)
        set.subtract(spoken)
        clear.subtract(spoken)
    }

    /// Forgets one attribute, and answers whether it was to be set.
    mutating func take(_ attribute: MountAttributes) -> Bool {
        set.remove(attribute) != nil
    }

    private mutating func turnOff(_ attribute: MountAttributes) {
        clear.insert(attribute)
        set.remove(attribute)
    }

    private mutating func choose(_ accessTime: MountAttributes) {
        set.subtract(.accessTimeMask)
        set.formUnion(accessTime)
        clear.formUnion(.accessTimeMask)
    }

    /// Back to the kernel's default, which is relatime (mount(8)).
    private mutating func undo(_ accessTime: MountAttributes) {
        let isChosen = clear.isSuperset(of: .accessTimeMask)
        if !isChosen || set.intersection(.accessTimeMask) == accessTime { choose([]) }
    }
}
