import Glibc
import LinuxSystem

/// Runs the body with an empty directory, which goes afterwards with all that is in it.
public func withTemporaryDirectory<Value>(_ body: (String) throws -> Value) throws -> Value {
    let directory = try TemporaryDirectory()
    let result = Result { try body(directory.path) }
    try directory.remove()
    return try result.get()
}

/// A new directory among the temporary files.
public struct TemporaryDirectory: Sendable {
    public let path: String
    private static let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"

    public init() throws {
        var template = Array("\(Self.parent)/skiff-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("make directory", "for a test", errno: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes it with all that is in it.
    public func remove() throws {
        let parent = try Descriptor.open(Self.parent, [.directory])
        try parent.removeTree(String(path.dropFirst(Self.parent.utf8.count + 1)))
    }
}
