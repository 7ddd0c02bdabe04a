import CShim
import Glibc

extension Descriptor {
    /// All extended attributes of one entry of this directory, by name; a symbolic link's are its own
    /// (llistxattr(2), lgetxattr(2)). None where the file system has no such thing.
    ///
    /// By the directory's path in proc: before Linux 6.13 the kernel takes nothing but paths.
    public func extendedAttributes(of name: RawPath) throws(SystemError) -> [[UInt8]: [UInt8]] {
        let path = RawPath(name, in: self)
        let length = path.withCPath { skiff_llistxattr($0, nil, 0) }
        if length == 0 || length == -ENOTSUP { return [:] }
        try check(length, "list the attributes of", name.shown)
        // XATTR_LIST_MAX and XATTR_SIZE_MAX: nothing is longer.
        var bytes = [CChar](repeating: 0, count: 65536)
        let listed = path.withCPath { skiff_llistxattr($0, &bytes, bytes.count) }
        let names = try bytes[..<Int(check(listed, "list the attributes of", name.shown))].split(separator: 0)
        var attributes = [[UInt8]: [UInt8]]()
        for attribute in names.map({ Array($0) + [0] }) {
            let count = path.withCPath { skiff_lgetxattr($0, attribute, &bytes, bytes.count) }
            if count == -ENODATA { continue }
            let value = try bytes[..<Int(check(count, "read an attribute of", name.shown))]
            attributes[attribute.dropLast().map(UInt8.init(bitPattern:))] = value.map(UInt8.init(bitPattern:))
        }
        return attributes
    }
}
