import LinuxSystem
import TestSupport

/// A dockerd, and `docker` to speak with it.
struct DockerFixture: EngineFixture {
    static let programs = ["dockerd", "docker", "containerd"]
    let place: EnginePlace

    static func daemon(at place: EnginePlace) throws -> [String] {
        // The machine's own configuration is not to be read.
        try HostFile.write("{}", to: "\(place.path)/daemon.json")
        return [
            "dockerd", "--config-file", "\(place.path)/daemon.json", "--data-root", "\(place.path)/data",
            "--exec-root", "\(place.path)/exec", "--pidfile", "\(place.path)/pid", "--host",
            "unix://\(place.path)/socket", "--add-runtime", "skiff=\(EngineRuntime.path)", "--default-runtime", "skiff",
            "--cgroup-parent", "/\(place.group)", "--storage-driver", "overlay2", "--iptables=false",
            "--ip6tables=false", "--userland-proxy=false",
        ]
    }

    init(at place: EnginePlace) throws {
        self.place = place
        let engine = self
        guard try eventually(within: .seconds(30), { try engine.run("version").exitCode == 0 }) else {
            throw TestFailure("dockerd does not answer")
        }
        try run("load", "--input", EngineArchive.write(into: place.path)).succeeded()
    }

    /// `docker` with these words.
    func program(_ words: [String]) -> Program {
        let environment = ["DOCKER_HOST=unix://\(place.path)/socket", "DOCKER_CONFIG=\(place.path)/client"]
        // The one of the daemon's package: another may come first in the PATH.
        return Program("/usr/bin/docker", words, environment: Program.plainEnvironment + environment + ["TERM=xterm"])
    }

    /// Runs `docker` with these words to its end.
    @discardableResult
    func run(_ words: [String]) throws -> ProgramResult { try program(words).run() }

    /// Runs `docker` with these words to its end.
    @discardableResult
    func run(_ words: String...) throws -> ProgramResult { try run(words) }

    /// What a shell prints in a container of its own without a network.
    func shell(_ options: [String] = [], _ script: String) throws -> ProgramResult {
        try run(["run", "--rm", "--network", "none"] + options + ["busybox", "sh", "-c", script])
    }

    /// Runs the words in the background and gives the container's id to the
    /// body. Whatever the body did with it, it is gone afterwards.
    func withContainer<Value>(
        _ options: [String] = ["--network", "none"], _ command: [String] = ["sleep", "1000"],
        _ body: (String) throws -> Value
    ) throws -> Value {
        let name = Skiff.newName()
        let result = Result {
            try body(run(["run", "--detach", "--name", name] + options + ["busybox"] + command).succeeded().text)
        }
        try run("rm", "--force", name)
        return try result.get()
    }

    /// One field of `docker inspect`, by Go's template.
    func inspect(_ container: String, _ field: String) throws -> String {
        try run("inspect", "--format", "{{\(field)}}", container).succeeded().text
    }
}
