import CShim
import Glibc

/// A file system under construction (fsopen(2)): a type, then parameters, then
/// `mount`. Unlike mount(2), its parameters have no common size limit.
public struct FilesystemContext: ~Copyable {
    private let descriptor: Descriptor
    private let type: String

    /// fsopen(2). ENODEV: the kernel has no such file system.
    public init(type: String) throws(SystemError) {
        descriptor = try Descriptor(owning: check(skiff_fsopen(type), "open the file system type", type))
        self.type = type
    }

    /// fsconfig(2) FSCONFIG_SET_STRING. Values are limited to 255 bytes.
    public func set(_ key: String, _ value: String) throws(SystemError) {
        let result = skiff_fsconfig_string(descriptor.number, key, value)
        guard result >= 0 else { throw failure("set \(key)=\(value) of", result) }
    }

    /// fsconfig(2) FSCONFIG_SET_FLAG.
    public func set(_ flag: String) throws(SystemError) {
        let result = skiff_fsconfig_flag(descriptor.number, flag)
        guard result >= 0 else { throw failure("set \(flag) of", result) }
    }

    /// Creates the file system and mounts it, attached nowhere (fsmount(2)).
    public consuming func mount(_ attributes: MountAttributes = []) throws(SystemError) -> DetachedMount {
        var result = skiff_fsconfig_create(descriptor.number)
        guard result >= 0 else { throw failure("create", result) }
        result = skiff_fsmount(descriptor.number, attributes.rawValue)
        guard result >= 0 else { throw failure("mount", result) }
        return DetachedMount(owning: Descriptor(owning: result))
    }

    /// The kernel's own words about the last failure, when it left any: they
    /// are read from the context, one message a read, as `e fstype: text`.
    private func failure(_ operation: String, _ result: CInt) -> SystemError {
        var subject = type
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = Glibc.read(descriptor.number, &buffer, buffer.count)
        if count > 2 {
            let text = String(decoding: buffer[2..<count], as: UTF8.self)
            subject += " (\(text.split(separator: "\n").joined(separator: " ")))"
        }
        return SystemError(operation, subject, errno: -result)
    }
}
