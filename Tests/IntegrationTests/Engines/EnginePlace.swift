import Glibc
import LinuxSystem
import TestSupport

/// Where an engine is: its directory, its cgroup and its namespaces.
struct EnginePlace: Sendable {
    /// The directory of everything it keeps.
    let path: String
    /// The name of its group, at the top of each hierarchy.
    let group: String
    /// Names of groups that it makes there as well and that nobody else had.
    var otherGroups: [String] = []
    /// The host's id of the first process in its namespaces.
    let firstProcess: Int32

    /// The words as a program in the engine's mounts, network and processes.
    func program(_ words: [String], environment: [String] = Program.plainEnvironment) -> Program {
        let target = ["--target", "\(firstProcess)", "--mount", "--net", "--pid"]
        return Program("nsenter", target + words, environment: environment)
    }

    /// What the daemon wrote; empty when it wrote nothing.
    var log: String { (try? HostFile.text("\(path)/log")) ?? "" }

    /// The container's file, of a controller's v1 hierarchy or of v2, whichever
    /// the host has.
    func cgroupFile(of container: String, _ controller: String, legacy: String, unified: String) throws -> String {
        if let mount = Host.legacyMount(of: controller) {
            try HostFile.text("\(mount)/\(group)/\(container)/\(legacy)")
        } else {
            try HostFile.text("/sys/fs/cgroup/\(group)/\(container)/\(unified)")
        }
    }

    /// The groups of containers, on every hierarchy: all whose names begin so.
    func groups(named prefix: String = "") -> [String] {
        tops.flatMap { Self.groups(below: $0) }.filter { $0.split(separator: "/").last?.hasPrefix(prefix) == true }
    }

    private static func groups(below path: String) -> [String] {
        let groups = HostFile.names(in: path).map { "\(path)/\($0)" }.filter { HostFile.isDirectory($0) }
        return groups + groups.flatMap { Self.groups(below: $0) }
    }

    /// Whether they are all gone afterwards.
    func removeGroups() -> Bool { tops.map { Self.removeGroup($0) }.allSatisfy { $0 } }

    /// The engine's own groups on each hierarchy that has them.
    private var tops: [String] { Self.tops(named: [group] + otherGroups) }

    /// Groups of these names at the top of a hierarchy.
    static func tops(named names: [String]) -> [String] {
        let root = "/sys/fs/cgroup"
        let hierarchies = [root] + HostFile.names(in: root).map { "\(root)/\($0)" }
        return hierarchies.flatMap { hierarchy in names.map { "\(hierarchy)/\($0)" } }
            .filter { HostFile.isDirectory($0) }
    }

    private static func removeGroup(_ path: String) -> Bool {
        for name in HostFile.names(in: path) where HostFile.isDirectory("\(path)/\(name)") {
            _ = removeGroup("\(path)/\(name)")
        }
        return rmdir(path) == 0 || errno == ENOENT
    }
}

extension HostFile {
    /// Whether a directory is there, and no link to one.
    static func isDirectory(_ path: String) -> Bool {
        // What is not there is none.
        guard let status = try? status(path) else { return false }
        return status.st_mode & S_IFMT == S_IFDIR
    }
}
