import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// Images that lead mounts astray, before and while they are made. Whatever
/// comes of a launch, a tree outside the root stays as it was.
@Suite("Mounts under attack", .requiresRoot)
struct MountAttackTests {
    private typealias Mount = RuntimeSpec.Mount

    /// A tree outside, compared inode for inode and byte for byte after the body.
    private func withCanary(_ body: (String) throws -> Void) throws {
        try withTemporaryDirectory { path, directory in
            for name in ["null", "console", "passwd", "file"] {
                try directory.createFile(name, Array("canary \(name)\n".utf8), mode: 0o600)
            }
            for name in ["directory", "pts", "self", "work"] { try directory.makeDirectory(name) }
            try directory.openDirectory("directory").createFile("null", Array("canary\n".utf8))
            let before = try TreeSnapshot(of: path)
            let mounts = try HostFile.text("/proc/self/mountinfo")
            try body(path)
            #expect(try TreeSnapshot(of: path) == before)
            #expect(try HostFile.text("/proc/self/mountinfo") == mounts)
        }
    }

    /// The container with every step, which leaves out the mounts on a path.
    private func spec(terminal: Bool, without target: String?) -> RuntimeSpec {
        var spec = RuntimeSpec.complete(userNamespace: false, terminal: terminal, noNewPrivileges: true)
        spec.mounts?.removeAll { $0.destination == target }
        spec.mounts?.append(Mount(destination: "/target", source: "/etc", options: ["bind", "ro"]))
        spec.mounts?.append(Mount(destination: "/tmp/x", type: "tmpfs", source: "x", options: ["tmpcopyup"]))
        return spec
    }

    private func attempt(_ spec: RuntimeSpec, _ fixture: borrowing LaunchFixture) throws {
        do {
            _ = try Launcher.launch(fixture.plan(spec)).process.wait()
        } catch let error as LaunchError {
            #expect(error.description.hasPrefix("cannot "), "\(error)")
        }
    }

    @Test(
        "by links in the image change nothing outside",
        arguments: ["dev", "proc", "sys", "target", "tmp", "etc", "dev/null", "dev/console", "dev/pts", "dev/zero"],
        [false, true])
    func links(name: String, terminal: Bool) throws {
        try withCanary { canary in
            let up = String(repeating: "../", count: 20)
            let targets = [
                canary, "\(canary)/directory", "\(canary)/null", up + canary, "/proc/self/root\(canary)",
                "/proc/1/cwd", "\(canary)/absent",
            ]
            for target in targets {
                try LaunchFixture.with { fixture in
                    let root = try Descriptor.open(fixture.root, [.directory])
                    let parts = name.split(separator: "/").map(String.init)
                    let parent = parts.count == 1 ? try root.duplicate() : try root.makeAndOpenDirectory(parts[0])
                    try parent.makeSymbolicLink(parts[parts.count - 1], to: target)
                    try attempt(spec(terminal: terminal, without: nil), fixture)
                    try attempt(spec(terminal: terminal, without: "/dev"), fixture)
                }
            }
        }
    }

    /// Exchanges two entries of a directory (renameat2(2) RENAME_EXCHANGE) until
    /// there is a file `stop`, then says how often.
    private static let exchanger = """
        import ctypes, os, sys
        libc = ctypes.CDLL(None)
        directory = os.open(sys.argv[1], os.O_DIRECTORY)
        print('ready', flush=True)
        rounds = 0
        while rounds < 10000 or not os.path.exists(sys.argv[2]):
            for _ in range(100):
                if libc.renameat2(directory, b'path', directory, b'link', 2) != 0: sys.exit(1)
            rounds += 100
        print('rounds', rounds, flush=True)
        """

    /// Everything that goes by a path, through the one that changes.
    private static func exchanged(_ source: String) -> RuntimeSpec {
        var spec = RuntimeSpec.complete(userNamespace: false, terminal: false, noNewPrivileges: true)
        spec.process?.workingDirectory = "/path/work"
        spec.mounts? += [
            Mount(destination: "/path/directory", source: source, options: ["bind"]),
            Mount(destination: "/path/file", source: "/etc/os-release", options: ["bind", "ro"]),
            Mount(destination: "/path/new/inner", type: "tmpfs", source: "x", options: ["ro"]),
            Mount(destination: "/path/self", type: "tmpfs", source: "x", options: ["tmpcopyup"]),
            Mount(destination: "/path", type: "tmpfs", source: "x", options: ["tmpcopyup"]),
        ]
        spec.linux?.devices = [.init(path: "/path/null2", type: "c", major: 1, minor: 3)]
        spec.linux?.maskedPaths?.append(contentsOf: ["/path/passwd", "/path/directory"])
        spec.linux?.readOnlyPaths?.append("/path/work")
        return spec
    }

    @Test("by paths that are exchanged 10,000 times meanwhile change nothing outside", .timeLimit(.minutes(5)))
    func exchange() throws {
        try withCanary { canary in
            let up = String(repeating: "../", count: 20)
            let targets = [up + canary, canary, "/proc/1/root\(canary)", "/proc", "/dev", "/"]
            var rounds = 0
            for target in targets {
                try LaunchFixture.with { fixture in
                    let root = try Descriptor.open(fixture.root, [.directory])
                    try root.makeDirectory("path")
                    try root.makeSymbolicLink("link", to: target)
                    let stop = "\(fixture.root)/stop"
                    var exchanger = try Program("/usr/bin/python3", ["-c", Self.exchanger, fixture.root, stop]).start()
                    try exchanger.output.wait(for: "ready")
                    for _ in 0..<20 { try attempt(Self.exchanged(canary + "/work"), fixture) }
                    try root.createFile("stop", [])
                    let result = try exchanger.finish(within: .seconds(60)).succeeded()
                    rounds += try #require(Int(result.lines.last?.split(separator: " ").last ?? ""))
                }
            }
            #expect(rounds >= 60000, "\(rounds)")
        }
    }
}
