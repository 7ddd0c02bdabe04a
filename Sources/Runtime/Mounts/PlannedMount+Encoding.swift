import CShim
import Glibc
import LinuxSystem

extension NewFilesystem {
    func encode(into step: inout skiff_step, arena: Arena) {
        step.text = arena.string(type)
        step.list = arena.list(parameters.map(\.text))
        step.number = attributes.rawValue
        step.path = arena.string(target.path)
        step.soft = target.flags | (copiesUp ? UInt64(SKIFF_MOUNT_COPY_UP.rawValue) : 0)
        step.hard = propagation
        step.mode = S_IFDIR
        if let fallback { step.fd = fallback }
    }
}

extension MountAttachment {
    func encode(into step: inout skiff_step, arena: Arena) {
        step.fd = descriptor
        step.path = arena.string(target.path)
        step.mode = isDirectory ? S_IFDIR : S_IFREG
        step.soft = target.flags
    }
}

extension MountChange {
    func encode(into step: inout skiff_step, arena: Arena) {
        step.path = arena.string(path)
        step.number = change.set.rawValue
        step.soft = change.clear.rawValue
        step.hard = propagation
        step.mode = isRecursive ? 1 : 0
    }
}

extension DeviceNode {
    func encode(into step: inout skiff_step, arena: Arena) {
        step.path = arena.string(path)
        step.mode = mode
        step.number = UInt64(number.packed)
        step.owner = owner
        step.group = group
        step.soft = isExpected ? 1 : 0
    }
}

extension MountTarget {
    fileprivate var flags: UInt64 {
        (isDirect ? UInt64(SKIFF_MOUNT_DIRECT.rawValue) : 0)
            | (isInsideProc ? UInt64(SKIFF_MOUNT_IN_PROC.rawValue) : 0)
    }
}
