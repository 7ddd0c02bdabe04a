import Glibc
import LinuxSystem
import TestSupport
import Testing

/// A bundle with a busybox, and the built `skiff-runtime` with a state
/// directory of its own.
struct Bundle: Sendable {
    /// Holds everything that is here: the bundle and the state directory.
    let directory: String
    /// A container's name that is nobody else's. The names of further
    /// containers begin with it, so that their cgroups are known.
    let id: String

    /// The directory with `config.json`.
    var path: String { "\(directory)/bundle" }
    /// The root file system.
    var rootFilesystem: String { "\(path)/rootfs" }
    /// What `--root` names.
    var root: String { "\(directory)/state" }
    /// The state directory of the container.
    var stateDirectory: String { "\(root)/\(id)" }

    /// Makes a bundle that runs the command and gives it to the body. Its
    /// containers are deleted afterwards, and the host has to be as before.
    static func with(
        _ command: [String] = ["sleep", "1000"], edit: (inout JSON) -> Void = { _ in },
        sourceLocation: SourceLocation = #_sourceLocation, _ body: (Bundle) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let bundle = Bundle(directory: directory, id: "skiff-test-\(UInt64.random(in: 0 ... .max))")
            try bundle.makeRootFilesystem()
            try bundle.makeConfiguration(command)
            try bundle.configure(edit)
            let before = try RuntimeSnapshot(of: bundle)
            let result = Result { try body(bundle) }
            try bundle.deleteAll()
            try result.get()
            try bundle.expectHost(unchangedSince: before, sourceLocation: sourceLocation)
        }
    }

    /// Changes `config.json`.
    func configure(_ edit: (inout JSON) -> Void) throws {
        var configuration = try JSON(parsing: HostFile.text("\(path)/config.json"))
        edit(&configuration)
        try HostFile.write(configuration.text, to: "\(path)/config.json")
    }

    private func makeRootFilesystem() throws {
        let top = try Descriptor.open(directory, [.directory]).makeAndOpenDirectory("bundle")
        let root = try top.makeAndOpenDirectory("rootfs")
        for name in ["bin", "dev", "etc", "proc", "sys", "tmp"] { try root.makeDirectory(name) }
        let bin = try root.openDirectory("bin")
        try bin.writeFile("busybox", Self.busybox, mode: 0o755)
        for name in ["sh", "sleep", "true", "cat", "ls"] { try bin.makeSymbolicLink(name, to: "busybox") }
    }

    private static let busybox = (try? HostFile.bytes("/bin/busybox")) ?? []

    /// What `spec` writes, without the terminal, for the command. The
    /// environment marks whatever runs in the container.
    private func makeConfiguration(_ command: [String]) throws {
        try run("spec", "--bundle", path).succeeded()
        try configure { configuration in
            configuration["process"]["terminal"] = false
            configuration["process"]["args"] = .array(command.map { .string($0) })
            configuration["process"]["env"] = .array([.string("PATH=/bin"), .string(mark)])
            configuration["root"]["readonly"] = false
            configuration["linux"]["cgroupsPath"] = .string("/\(id)")
        }
    }

    /// An entry of the environment that every process of this bundle has.
    var mark: String { "SKIFF_TEST=\(directory)" }
}
