import Glibc
import LinuxSystem

/// How a layer says that something beneath it is gone: by names in archives
/// (OCI image specification, "Whiteouts"), by nodes and attributes on disk
/// (overlayfs in the kernel's documentation, "whiteouts and opaque directories").
enum Whiteout: Hashable {
    /// All that lower layers have in the entry's directory.
    case directoryContent
    /// One name in the entry's directory.
    case name([UInt8])
    /// What aufs kept for itself, and some old archives still have.
    case ignored

    /// `nil`: the path is no whiteout's.
    init?(_ path: LayerPath) throws(ImageError) {
        let metadata = ".wh..wh.".utf8
        if path.name.elementsEqual(".wh..wh..opq".utf8) {
            self = .directoryContent
        } else if path.parent.starts(with: metadata) || path.name.starts(with: metadata) {
            self = .ignored
        } else {
            guard path.name.starts(with: ".wh.".utf8) else { return nil }
            let name = Array(path.name.dropFirst(4))
            guard !name.isEmpty, name != Array(".".utf8), name != Array("..".utf8) else {
                throw path.refusal("it is a whiteout of no name that can be hidden")
            }
            self = .name(name)
        }
    }

    private static let opaqueAttribute = "trusted.overlay.opaque"

    /// Whether a file hides its name.
    static func isWhiteout(_ status: stat) -> Bool {
        status.st_mode & S_IFMT == S_IFCHR && status.st_rdev == 0
    }

    /// Makes the node that hides a name of lower layers.
    static func make(_ name: RawPath, in directory: borrowing Descriptor) throws(SystemError) {
        try directory.makeNode(name, mode: S_IFCHR, device: 0)
    }

    /// Hides what lower layers have in the directory.
    static func makeOpaque(_ directory: borrowing Descriptor) throws(SystemError) {
        try directory.setExtendedAttribute(opaqueAttribute, [UInt8(ascii: "y")], name: "a layer's directory")
    }

    /// Whether the directory hides what lower layers have in it.
    static func isOpaque(_ directory: borrowing Descriptor) throws(SystemError) -> Bool {
        try directory.extendedAttribute(opaqueAttribute, name: "a layer's directory") == [UInt8(ascii: "y")]
    }
}
