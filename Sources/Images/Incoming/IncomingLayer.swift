import Archive
import OCI

/// One layer of an incoming image: all that is known about it, and the way to
/// its bytes, which is gone only when the store hasn't got them.
public struct IncomingLayer: Sendable {
    /// Its name at its origin, for messages; the same name is the same layer.
    public let name: String
    /// The digest and size to be verified, where the origin tells.
    public var expected: BlobDescriptor?
    /// The digest of the layer without compression, where the origin tells.
    public var diffID: Digest?
    /// Its bytes are worth keeping when the transfer breaks off: the next one
    /// opens it behind them. Needs `expected`.
    public var isResumable: Bool
    /// Opens the layer's file at an offset in bytes, which is zero unless the
    /// layer is resumable. Called on the thread that reads it, at most once for
    /// each attempt.
    public let open: @Sendable (_ offset: Int64) throws(ImageError) -> IncomingFile

    public init(
        name: String, expected: BlobDescriptor? = nil, diffID: Digest? = nil, isResumable: Bool = false,
        open: @escaping @Sendable (_ offset: Int64) throws(ImageError) -> IncomingFile
    ) {
        precondition(expected != nil || !isResumable, "what is kept for later is known by its digest")
        self.name = name
        self.expected = expected
        self.diffID = diffID
        self.isResumable = isResumable
        self.open = open
    }
}

/// The bytes of one file that comes in, from where it was opened.
public struct IncomingFile {
    /// A failure of its own kind travels as `ArchiveError.source`.
    public let source: any ByteSource
    /// The whole file's length in bytes; `nil` when the origin doesn't tell.
    public let size: Int64?
    /// Makes a read that waits for the origin end with an error soon. Called
    /// on any thread, once at most, when the transfer has failed elsewhere.
    public let cancel: (@Sendable () -> Void)?

    public init(source: any ByteSource, size: Int64?, cancel: (@Sendable () -> Void)? = nil) {
        self.source = source
        self.size = size
        self.cancel = cancel
    }
}
