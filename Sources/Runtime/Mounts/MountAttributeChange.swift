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
        if let attribute = Self.switches[option] {
            attribute.isSet ? turnOn(attribute.attribute) : turnOff(attribute.attribute)
            return true
        }
        switch option {
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

    private struct Switch {
        let attribute: MountAttributes
        let isSet: Bool

        init(_ attribute: MountAttributes, _ isSet: Bool) {
            self.attribute = attribute
            self.isSet = isSet
        }
    }

    private static let switches: [String: Switch] = [
        "ro": Switch(.readOnly, true), "rw": Switch(.readOnly, false),
        "nosuid": Switch(.noSetUserID, true), "suid": Switch(.noSetUserID, false),
        "nodev": Switch(.noDevices, true), "dev": Switch(.noDevices, false),
        "noexec": Switch(.noExecution, true), "exec": Switch(.noExecution, false),
        "nodiratime": Switch(.noDirectoryAccessTime, true), "diratime": Switch(.noDirectoryAccessTime, false),
        "nosymfollow": Switch(.noSymbolicLinks, true), "symfollow": Switch(.noSymbolicLinks, false),
    ]
}
