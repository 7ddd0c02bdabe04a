import CShim
import Glibc

extension Descriptor {
    /// linkat(2): a second name for a file; a symbolic link is linked itself.
    public func makeHardLink(
        _ name: some PathArgument, to target: some PathArgument, in directory: borrowing Descriptor
    ) throws(SystemError) {
        let other = directory.number
        let result = target.withCPath { target in name.withCPath { linkat(other, target, number, $0, 0) } }
        try checkErrno(result, "make hard link", "\(name.shown) to \(target.shown)")
    }

    /// readlinkat(2): where a symbolic link points, as it is written there.
    public func symbolicLinkTarget(_ name: some PathArgument) throws(SystemError) -> [UInt8] {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = name.withCPath { readlinkat(number, $0, &target, target.count) }
        try checkErrno(count, "read symbolic link", name.shown)
        return target[..<count].map(UInt8.init(bitPattern:))
    }
}
