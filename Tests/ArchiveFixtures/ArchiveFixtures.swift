// ArchiveFixtures builds archives in code, hostile ones among them, for the
// tests of all targets that read any.

import Archive
import Glibc
import LinuxSystem

/// One entry and its content, to be written into an archive.
public struct Item: Sendable {
    public var entry: TarEntry
    public var content: [UInt8]

    public init(_ path: String, _ kind: TarEntry.Kind = .file, content: [UInt8] = [], mode: UInt32 = 0o644) {
        entry = TarEntry(path: Array(path.utf8), kind: kind, size: Int64(content.count), mode: mode)
        self.content = content
    }

    /// A file with a text in it.
    public init(_ path: String, text: String) {
        self.init(path, content: Array(text.utf8))
    }

    public static func directory(_ path: String, mode: UInt32 = 0o755) -> Item {
        Item(path, .directory, mode: mode)
    }

    public static func symbolicLink(_ path: String, to target: String) -> Item {
        Item(path, .symbolicLink(target: Array(target.utf8)), mode: 0o777)
    }

    public static func hardLink(_ path: String, to target: String) -> Item {
        Item(path, .hardLink(target: Array(target.utf8)))
    }
}

/// The bytes of an archive with these items.
public func archive(_ items: [Item], closed: Bool = true) throws -> [UInt8] {
    var bytes = [UInt8]()
    let writer = TarWriter { bytes += $0 }
    for item in items {
        try writer.begin(item.entry)
        if !item.content.isEmpty { try writer.append(item.content) }
    }
    if closed { try writer.finish() }
    return bytes
}

extension Compression {
    /// All of the bytes, compressed.
    public func compress(_ bytes: [UInt8], workers: Int = 1) throws(ArchiveError) -> [UInt8] {
        var packed = [UInt8]()
        let sink = try compress(into: FunctionSink { packed += $0 }, workers: workers)
        try bytes.span.bytes.withUnsafeBytes(sink.write)
        try sink.finish()
        return packed
    }
}

/// A temporary directory of the test's own, gone when the test is over.
public func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let name = "skiff-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let host = try Descriptor.open("/tmp", [.directory])
    try host.makeDirectory(name, mode: 0o700)
    defer { try? host.removeTree(name) }  // A leftover in /tmp is no failure of what is tested.
    return try body("/tmp/\(name)")
}

/// Runs a shell command that must succeed.
public func shell(_ command: String) throws {
    // Dispatch's threads block all signals; a shell that inherits that waits for ever.
    var none = sigset_t()
    var blocked = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &blocked)
    let status = system(command)
    pthread_sigmask(SIG_SETMASK, &blocked, nil)
    guard status == 0 else { throw SystemError("run", command, errno: ECHILD) }
}

/// Writes a file of the host.
public func write(_ bytes: [UInt8], to path: String) throws {
    try Descriptor.open(path, [.writeOnly, .create, .truncate], mode: 0o644).write(bytes, name: path)
}
