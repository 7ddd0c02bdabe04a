import LinuxSystem

/// One entry of a tar archive: what stands in its headers, all extensions
/// applied (tar(5), pax in POSIX.1-2008). Nothing in it is to be trusted.
public struct TarEntry: Hashable, Sendable {
    /// What the entry makes. Names are bytes, in no particular encoding.
    public enum Kind: Hashable, Sendable {
        case file
        case directory
        /// Another name for an earlier entry, by its path in the archive.
        case hardLink(target: [UInt8])
        case symbolicLink(target: [UInt8])
        case characterDevice(major: UInt32, minor: UInt32)
        case blockDevice(major: UInt32, minor: UInt32)
        case fifo
    }

    /// Of the entry in the archive, as it stands there: bytes in no particular encoding.
    public var path: [UInt8]
    /// What it is, with what only that kind has.
    public var kind: Kind
    /// The file's length in bytes, its holes included; zero for all but files.
    public var size: Int64
    /// Permission, set-ID and sticky bits: 0…0o7777.
    public var mode: UInt32
    /// By number; names of users are not looked at.
    public var owner: FileOwner
    /// When its content was changed last.
    public var modified: FileTime
    /// By name, as pax records `SCHILY.xattr.NAME` carry them.
    public var extendedAttributes: [ExtendedAttribute]

    public init(
        path: [UInt8], kind: Kind = .file, size: Int64 = 0, mode: UInt32 = 0o644, owner: FileOwner = .root,
        modified: FileTime = FileTime(seconds: 0), extendedAttributes: [ExtendedAttribute] = []
    ) {
        self.path = path
        self.kind = kind
        self.size = size
        self.mode = mode
        self.owner = owner
        self.modified = modified
        self.extendedAttributes = extendedAttributes
    }

    /// The path for a message.
    public var shownPath: String { String(decoding: path.prefix(200), as: UTF8.self) }
}

/// A name and a value that a file carries beside its content (xattr(7)).
public struct ExtendedAttribute: Hashable, Sendable {
    /// As setxattr(2) takes it: `security.capability`.
    public var name: [UInt8]
    /// The bytes, whatever they mean.
    public var value: [UInt8]

    public init(name: [UInt8], value: [UInt8]) {
        self.name = name
        self.value = value
    }
}

/// A piece of a file's content.
public struct TarChunk {
    /// Where it belongs in the file.
    public let offset: Int64
    /// Valid until the reader is used again.
    public let bytes: UnsafeRawBufferPointer
}
