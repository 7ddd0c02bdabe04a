import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("tmpcopyup", .requiresRoot)
struct CopyUpTests {
    /// Everything of every file but its content, and the content of one.
    private static let facts = """
        busybox find data -print0 | busybox xargs -0 busybox stat -c '%N %a %u:%g %t:%T %Y' | busybox sort
        busybox find data -type f -print0 | busybox xargs -0 busybox md5sum | busybox sort
        """

    private func copyUp(_ options: [String] = []) -> RuntimeSpec.Mount {
        RuntimeSpec.Mount(destination: "/data", type: "tmpfs", source: "tmpfs", options: ["tmpcopyup"] + options)
    }

    /// Every kind of file that an image may have.
    private func fill(_ root: borrowing Descriptor) throws {
        try root.makeDirectory("data")
        let data = try root.openDirectory("data")
        try data.makeDirectory("inner", mode: 0o700)
        let inner = try data.openDirectory("inner")
        try inner.createFile("program", Array("#!/bin/sh\n".utf8))
        try inner.setOwner(of: "program", FileOwner(user: 12, group: 34))
        try inner.setMode(ofNode: "program", 0o6755)
        try inner.makeSymbolicLink("outside", to: "/etc/passwd")
        try inner.makeSymbolicLink("dangling", to: "../nowhere")
        try inner.makeNode("fifo", mode: S_IFIFO | 0o640)
        try inner.makeNode("device", mode: S_IFCHR | 0o600, device: DeviceNumber(major: 1, minor: 7).packed)
        try inner.setOwner(of: "device", FileOwner(user: 5, group: 6))
        try data.createFile("large", [UInt8](repeating: 120, count: 3_000_001))
        try data.makeDirectory("many")
        let many = try data.openDirectory("many")
        for number in 0..<1500 { try many.createFile("file with a long name, number \(number)", [48]) }
        try data.setTime(of: "large", FileTime(seconds: 1_000_000_000))
        try data.setOwner(FileOwner(user: 3, group: 4))
        try data.setMode(0o1751)
        try data.setTime(of: "inner", FileTime(seconds: 1_100_000_000))
    }

    @Test("fills the file system with what the image has there, and changes nothing of that")
    func copies() throws {
        try LaunchFixture.with { fixture in
            let root = try Descriptor.open(fixture.root, [.directory])
            try fill(root)
            let before = try TreeSnapshot(of: "\(fixture.root)/data")
            let script = "\(Self.facts); echo >data/new; busybox rm -r data/inner"
            let outcome = try fixture.run(script, mounts: [copyUp(["ro", "rw"])])
            let host = "cd \(fixture.root) && PATH=/bin; \(Self.facts)"
            let expected = try Program("/bin/sh", ["-c", host]).run().succeeded()
            let copied = outcome.output.split(separator: "\n").map(String.init)
            #expect(copied.count > 3000, "\(outcome)")
            // The time of the directory itself are the file system's own.
            let different = Set(copied).symmetricDifference(expected.lines)
            #expect(different.allSatisfy { $0.hasPrefix("data 1751 3:4 ") }, "\(different)")
            #expect(try TreeSnapshot(of: "\(fixture.root)/data") == before)
        }
    }

    @Test("leaves what the options say of the directory itself, and read-only is read-only")
    func options() throws {
        try LaunchFixture.with { fixture in
            try fill(Descriptor.open(fixture.root, [.directory]))
            let mount = copyUp(["mode=711", "uid=8", "ro"])
            let script = "busybox stat -c '%a %u:%g' /data; busybox touch /data/large 2>&1 | busybox grep -c Read-only"
            let outcome = try fixture.run(script, mounts: [mount])
            #expect(outcome.output == "711 8:4\n1\n", "\(outcome)")
        }
    }

    @Test("of a place that the image has not is an empty file system")
    func absent() throws {
        try LaunchFixture.with { fixture in
            let outcome = try fixture.run("busybox ls -A /data", mounts: [copyUp()])
            #expect(outcome.failure == nil && outcome.output.isEmpty, "\(outcome)")
        }
    }

    @Test("follows no link of the image's out of it")
    func linked() throws {
        try LaunchFixture.with { fixture in
            try withTemporaryDirectory { outside, directory in
                try directory.createFile("secret", [48])
                let root = try Descriptor.open(fixture.root, [.directory])
                try root.makeDirectory("place")
                try root.openDirectory("place").makeSymbolicLink("way", to: outside)
                try root.makeSymbolicLink("data", to: "place")
                let outcome = try fixture.run("busybox find /data/ /data/way/", mounts: [copyUp()])
                #expect(outcome.output.contains("/data/way\n") && !outcome.output.contains("secret"), "\(outcome)")
            }
        }
    }

    @Test("says so when there is too little room, or a tree is too deep")
    func limits() throws {
        try LaunchFixture.with { fixture in
            let root = try Descriptor.open(fixture.root, [.directory])
            try fill(root)
            let small = try fixture.run("true", mounts: [copyUp(["size=1m"])])
            #expect(
                small.failure
                    == "cannot mount tmpfs on /data: what the image has there can't be copied: no space left on device")
            var path = "\(fixture.root)/data"
            for depth in 1...220 {
                try Descriptor.open(path, [.directory]).makeDirectory("d")
                path += "/d"
                if depth == 150 { #expect(try fixture.run("true", mounts: [copyUp()]).failure == nil) }
            }
            let deep = try fixture.run("true", mounts: [copyUp()])
            #expect(deep.failure?.hasSuffix("can't be copied: file name too long") == true, "\(deep)")
        }
    }
}
