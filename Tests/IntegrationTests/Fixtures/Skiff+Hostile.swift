import Glibc
import LinuxSystem
import TestSupport
import Testing

extension Skiff {
    /// Expects that `skiff` refuses the words: the exit code, the fragments on
    /// standard error in a sentence for people, and a host that is as it was.
    func expectRefusal(
        _ words: [String], _ exitCode: Int32, _ fragments: [String], input: [UInt8] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try HostSnapshot(of: self)
        let result = try run(words, input: input)
        #expect(result.exitCode == exitCode, "\(words): \(result)", sourceLocation: sourceLocation)
        let sentence = result.errorText
        for fragment in fragments {
            #expect(sentence.contains(fragment), "\(words): \(sentence)", sourceLocation: sourceLocation)
        }
        #expect(sentence.split(separator: "\n").count <= 3, "\(sentence)", sourceLocation: sourceLocation)
        #expect(
            !sentence.contains("Error(") && !sentence.contains("Fatal"), "\(sentence)", sourceLocation: sourceLocation)
        try expectUnchanged(since: before, sourceLocation: sourceLocation)
    }

    /// Expects the host to be as it was, five seconds later at most. A cgroup
    /// that has gone belonged to somebody else, who ran a container meanwhile.
    func expectUnchanged(since before: HostSnapshot, sourceLocation: SourceLocation = #_sourceLocation) throws {
        var differences = [String]()
        _ = try eventually {
            differences = try HostSnapshot(of: self).differences(since: before).filter { !$0.hasPrefix("- cgroup ") }
            return differences.isEmpty
        }
        #expect(differences == [], sourceLocation: sourceLocation)
    }

    /// The supervisor of a running container: the parent of its first process.
    func supervisor(of container: String) throws -> Int32 {
        let pid = try #require(try inspect(container)["State"]["Pid"].number)
        let status = try HostFile.text("/proc/\(pid)/status").split(separator: "\n")
        let parent = try #require(status.first { $0.hasPrefix("PPid:\t") })
        return try #require(Int32(parent.dropFirst(6)))
    }

    /// An image of a busybox with these entries over it, for the body.
    func withImage<Value>(
        _ entries: [TarEntry] = [], config: String = "{}", _ body: (String) throws -> Value
    ) throws -> Value {
        let busybox = try Descriptor.open("/bin/busybox", .readOnly).readToEnd(limit: 8 << 20)
        let base: [TarEntry] = [
            .directory("bin"), .file("bin/busybox", busybox, mode: 0o755), .symbolicLink("bin/sh", to: "busybox"),
        ]
        let archive = ImageArchive(layers: [base, entries].filter { !$0.isEmpty }, config: config)
        try run(["load"], input: archive.bytes()).succeeded()
        let result = Result { try body(ImageArchive.name) }
        try run("rmi", "--force", ImageArchive.name).succeeded()
        return try result.get()
    }
}

/// Files outside of every container that no attack may touch.
struct Canary {
    let path: String
    private let before: [String]

    /// Fills the directory.
    init(in path: String) throws {
        self.path = path
        let directory = try Descriptor.open(path, [.directory])
        for name in ["passwd", "shadow", "null", "console"] {
            try directory.writeFile(name, Array("canary \(name)\n".utf8))
        }
        try directory.makeDirectory("directory")
        before = try Self.facts(path)
    }

    /// Expects every byte, inode, mode and time to be as it was.
    func expectIntact(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try Self.facts(path) == before, sourceLocation: sourceLocation)
    }

    private static func facts(_ path: String) throws -> [String] {
        let directory = try Descriptor.open(path, [.directory])
        let top = try directory.status(name: path)
        return try ["\(top.st_ino) \(top.st_mode) \(top.st_mtim.tv_sec).\(top.st_mtim.tv_nsec)"]
            + directory.entries().map(\.shown).sorted().map { name in
                let status = try directory.status(of: name)
                let content = status.st_mode & 0o170000 == 0o100000 ? try HostFile.text("\(path)/\(name)") : ""
                return
                    "\(name) \(status.st_ino) \(status.st_mode) \(status.st_uid) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec) \(content)"
            }
    }
}
