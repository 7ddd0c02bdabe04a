/// Something the kernel takes as a path: text, or bytes that may not be UTF-8.
public protocol PathArgument: Sendable {
    /// Calls `body` with the path as a NUL-terminated string.
    func withCPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result
    /// The path for an error message.
    var shown: String { get }
}

extension String: PathArgument {
    public func withCPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        withCString(body)
    }

    public var shown: String { self }
}

/// A path as the kernel sees it: bytes without NUL, in no particular encoding
/// (path_resolution(7)). Names in archives need not be UTF-8.
public struct RawPath: Hashable, Comparable, Sendable, PathArgument {
    /// The bytes, followed by one NUL.
    private let terminated: [UInt8]

    /// `nil` when the bytes contain NUL, which no path can hold.
    public init?(_ bytes: some Collection<UInt8>) {
        guard !bytes.contains(0) else { return nil }
        var terminated = [UInt8]()
        terminated.reserveCapacity(bytes.count + 1)
        terminated.append(contentsOf: bytes)
        terminated.append(0)
        self.terminated = terminated
    }

    /// The bytes without the NUL.
    public var bytes: ArraySlice<UInt8> { terminated.dropLast() }

    public func withCPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        terminated.withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
    }

    public var shown: String { String(decoding: bytes, as: UTF8.self) }

    /// By their bytes.
    public static func < (first: RawPath, second: RawPath) -> Bool {
        first.terminated.lexicographicallyPrecedes(second.terminated)
    }

    /// `.`
    public static let currentDirectory = RawPath(terminated: [UInt8(ascii: "."), 0])

    /// The path of an entry of the directory that this path leads to.
    public func appending(_ name: RawPath) -> RawPath {
        RawPath(terminated: terminated.dropLast() + [UInt8(ascii: "/")] + name.terminated)
    }

    /// The path of an entry of an open directory, by the directory's path in proc.
    init(_ name: RawPath, in directory: borrowing Descriptor) {
        self.init(terminated: Array(directory.procPath.utf8) + [UInt8(ascii: "/")] + name.terminated)
    }

    private init(terminated: [UInt8]) {
        self.terminated = terminated
    }
}
