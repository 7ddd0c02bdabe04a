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

    /// linkat(2): gives this open file one more name. ENOENT: it has none any more.
    public func link(as name: some PathArgument, in directory: borrowing Descriptor) throws(SystemError) {
        let other = directory.number
        let result = name.withCPath {
            linkat(CInt(SKIFF_AT_FDCWD), procPath, other, $0, CInt(SKIFF_AT_SYMLINK_FOLLOW))
        }
        try checkErrno(result, "make hard link", name.shown)
    }

    /// readlinkat(2): where a symbolic link points, as it is written there.
    public func symbolicLinkTarget(_ name: some PathArgument) throws(SystemError) -> [UInt8] {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = name.withCPath { readlinkat(number, $0, &target, target.count) }
        try checkErrno(count, "read symbolic link", name.shown)
        return target[..<count].map(UInt8.init(bitPattern:))
    }
}
