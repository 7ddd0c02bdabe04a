import Glibc
import LinuxSystem

/// What a file is, as stat(2) tells it (inode(7)).
enum FileKind: Hashable, Sendable {
    case regular
    case directory
    case symbolicLink
    case characterDevice
    case blockDevice
    case fifo
    case socket

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .symbolicLink
        case S_IFCHR: self = .characterDevice
        case S_IFBLK: self = .blockDevice
        case S_IFIFO: self = .fifo
        case S_IFSOCK: self = .socket
        default: self = .regular
        }
    }

    var isDevice: Bool { self == .characterDevice || self == .blockDevice }
}

extension stat {
    var kind: FileKind { FileKind(self) }

    /// The owner as the host sees it.
    var owner: FileOwner { FileOwner(user: st_uid, group: st_gid) }

    /// When the content was last changed.
    var modified: FileTime { FileTime(st_mtim) }
}

extension Descriptor {
    /// Whether it is on a file system that the kernel makes up as it is read:
    /// proc, sysfs and their like. Sizes mean nothing there, a read may wait
    /// for ever, and links lead out of every root.
    func isOnKernelFilesystem(name: String) throws(SystemError) -> Bool {
        // linux/magic.h: proc, sysfs, cgroup, cgroup2, devpts, mqueue, debugfs, tracefs, securityfs, bpf, nsfs, binfmt_misc.
        switch try filesystemType(name: name) {
        case 0x9fa0, 0x6265_6572, 0x27_e0eb, 0x6367_7270, 0x1cd1, 0x1980_0202, 0x6462_6720, 0x7472_6163, 0x7363_6673,
            0xcafe_4a11, 0x6e73_6673, 0x4249_4e4d:
            true
        default: false
        }
    }
}
