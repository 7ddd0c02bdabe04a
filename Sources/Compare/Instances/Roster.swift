import Glibc
import LinuxSystem

/// Who is here to be compared, and who isn't, and why.
struct Roster {
    private(set) var contenders: [any Contender] = []
    /// Names with reasons.
    private(set) var leftOut: [(name: String, reason: String)] = []
    /// What was made for a peer and has to go again: the words of commands.
    private(set) var clearing: [[String]] = []

    private let options: ComparisonOptions
    private let root: Root
    private let scratch: Scratch
    private let probe: String

    init(_ options: ComparisonOptions, root: Root, scratch: Scratch, probe: String) {
        self.options = options
        self.root = root
        self.scratch = scratch
        self.probe = probe
    }

    /// Adds a contender if it's wanted; who can't be is left out with the reason, unless it was asked for by name.
    mutating func add(_ name: String, _ make: (inout Roster) throws -> any Contender) throws {
        guard options.wants(name) else { return }
        do {
            contenders.append(try make(&self))
        } catch {
            if let error = error as? ComparisonError, case .interrupted = error { throw error }
            guard !options.contenders.contains(name) else { throw error }
            leftOut.append((name, "\(error)"))
        }
    }

    /// Takes a contender out again.
    mutating func leaveOut(_ name: String, _ reason: String) {
        contenders.removeAll { $0.name == name }
        leftOut.append((name, reason))
    }

    /// The processes and containers.
    mutating func addContainers(skiffVersion: String) throws {
        try add("process") { roster in
            HostProcess(probe: roster.probe, directory: try roster.scratch.makeDirectory("process"))
        }
        try add("skiff") { roster in
            SkiffContainer(
                version: skiffVersion, program: try ProbeFile.executable(), probe: roster.probe,
                image: roster.options.image, sharedDisk: roster.root.layerSize)
        }
        for name in ["runc", "crun"] { try add(name) { try $0.bundle(name) } }
        for name in ["docker", "podman"] { try add(name) { try $0.engine(name) } }
    }

    private func bundle(_ name: String) throws -> any Contender {
        let version = try Self.version(of: name)
        let root = "\(scratch.path)/root"
        if access(root, F_OK) != 0 {
            let root = try scratch.makeDirectory("root")
            try Self.run(["tar", "--extract", "--file", self.root.archive, "--directory", root])
        }
        return BundleContainer(
            name: name, version: version, probe: probe, root: root, directory: try scratch.makeDirectory(name),
            sharedDisk: self.root.layerSize)
    }

    private mutating func engine(_ name: String) throws -> any Contender {
        let version = try Self.version(of: name)
        // Podman has no daemon, and answers too.
        let format = name == "docker" ? "{{.ServerVersion}}" : "{{.Version.Version}}"
        let answer = try RunningProgram.finish([name, "info", "--format", format], seconds: 60)
        guard answer.exitCode == 0 else {
            let words = answer.lines.last.map { ": \($0)" } ?? ""
            throw ComparisonError.refused("'\(name) info' fails, so that it can start nothing\(words)")
        }
        let image = "skiff-compare:\(getpid())"
        try Self.run([name, "import", root.archive, image])
        clearing.append([name, "rmi", "--force", image])
        return EngineContainer(name: name, version: version, probe: probe, image: image)
    }

    /// The first line of `--version`.
    static func version(of program: String) throws -> String {
        let outcome: FinishedProgram
        do {
            outcome = try RunningProgram.finish([program, "--version"], seconds: 20)
        } catch {
            throw ComparisonError.refused("\(program) is not installed")
        }
        guard outcome.exitCode == 0, let line = outcome.lines.first else {
            throw ComparisonError.failed("'\(program) --version' failed", lastLines: outcome.lines.suffix(5))
        }
        return line
    }

    private static func run(_ words: [String]) throws {
        let outcome = try RunningProgram.finish(words, seconds: 120)
        guard outcome.exitCode == 0 else {
            throw ComparisonError.failed(
                "'\(words.prefix(2).joined(separator: " "))' failed", lastLines: outcome.lines.suffix(5))
        }
    }
}
