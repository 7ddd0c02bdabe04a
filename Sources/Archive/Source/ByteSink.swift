/// Where bytes are pushed to: a file, a compressor, a hash that listens on the way.
public protocol ByteSink: AnyObject {
    /// Takes all of the bytes, which are valid until it returns.
    func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError)

    /// Writes what has been held back; nothing is written after that.
    func finish() throws(ArchiveError)
}

/// Hands bytes to a function, piece by piece.
public final class FunctionSink: ByteSink {
    private let function: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void

    public init(_ function: @escaping (UnsafeRawBufferPointer) throws(ArchiveError) -> Void) {
        self.function = function
    }

    public func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        try function(bytes)
    }

    public func finish() {}
}
