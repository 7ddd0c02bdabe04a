import LinuxSystem
import TestSupport
import Testing

extension Bundle {
    /// Makes a bundle whose container has these limits: members of the specification's `linux.resources`.
    static func with(
        resources: JSON, _ command: [String] = ["sleep", "1000"], edit: (inout JSON) -> Void = { _ in },
        _ body: (Bundle) throws -> Void
    ) throws {
        let limit = { (configuration: inout JSON) in
            for (name, value) in resources.members { configuration["linux"]["resources"][name] = value }
            edit(&configuration)
        }
        try with(command, edit: limit, body)
    }

    /// The container's group, on a host with cgroup v2 alone.
    var group: String { "/sys/fs/cgroup/\(id)" }

    /// A file of the container's group.
    func groupFile(_ name: String) throws -> String { try HostFile.text("\(group)/\(name)") }

    /// A line of a file such as `memory.events`: the number that follows its name.
    func groupNumber(_ name: String, in file: String) throws -> UInt64? {
        let line = try groupFile(file).split(separator: "\n").first { $0.hasPrefix(name + " ") }
        return line.flatMap { UInt64($0.dropFirst(name.utf8.count + 1)) }
    }
}
