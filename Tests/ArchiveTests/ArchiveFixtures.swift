import Archive
import Glibc
import LinuxSystem

/// One entry and its content, to be written into an archive.
struct Item {
    var entry: TarEntry
    var content: [UInt8]

    init(_ path: String, _ kind: TarEntry.Kind = .file, content: [UInt8] = [], mode: UInt32 = 0o644) {
        entry = TarEntry(path: Array(path.utf8), kind: kind, size: Int64(content.count), mode: mode)
        self.content = content
    }
}

/// The bytes of an archive with these items.
func archive(_ items: [Item], closed: Bool = true) throws -> [UInt8] {
    var bytes = [UInt8]()
    let writer = TarWriter { bytes += $0 }
    for item in items {
        try writer.begin(item.entry)
        if !item.content.isEmpty { try writer.append(item.content) }
    }
    if closed { try writer.finish() }
    return bytes
}

/// Everything a reader finds; holes are filled with zeros.
func contents(_ source: any ByteSource) throws -> [Item] {
    let reader = TarReader(source)
    var items = [Item]()
    while let entry = try reader.next() {
        var item = Item("")
        item.entry = entry
        item.content = [UInt8](repeating: 0, count: Int(min(entry.size, 1 << 24)))
        while let chunk = try reader.nextChunk() {
            // A damaged header may announce more than a test wants to hold.
            guard chunk.offset + Int64(chunk.bytes.count) <= item.content.count else { continue }
            item.content.replaceSubrange(Int(chunk.offset)..<Int(chunk.offset) + chunk.bytes.count, with: chunk.bytes)
        }
        items.append(item)
    }
    try reader.drain()
    return items
}

func contents(_ bytes: [UInt8]) throws -> [Item] {
    try contents(Compression.decompress(MemorySource(bytes)))
}

/// A temporary directory of the test's own, gone when the test is over.
func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let name = "skiff-archive-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let host = try Descriptor.open("/tmp", [.directory])
    try host.makeDirectory(name, mode: 0o700)
    defer { try? host.removeTree(name) }  // A leftover in /tmp is no failure of what is tested.
    return try body("/tmp/\(name)")
}

/// Runs a shell command that must succeed.
func shell(_ command: String) throws {
    let status = system(command)
    guard status == 0 else { throw SystemError("run", command, errno: ECHILD) }
}
