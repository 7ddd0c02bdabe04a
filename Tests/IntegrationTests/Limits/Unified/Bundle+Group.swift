import Glibc
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

/// A block device, for the limits of its use.
struct Disk {
    let major: Int64
    let minor: Int64
    /// As the kernel's files write it: `254:0`.
    var name: String { "\(major):\(minor)" }

    /// The whole disk beneath the temporary files; `nil` where they are on none.
    static let ofTemporaryFiles: Disk? = {
        // Without temporary files the test itself is going to say so.
        guard let status = try? withTemporaryDirectory({ try HostFile.status($0) }) else { return nil }
        // makedev(3), whose macros Swift doesn't import.
        let name = "\(status.st_dev >> 8 & 0xfff):\(status.st_dev & 0xff | status.st_dev >> 12 & 0xfff00)"
        let place = "/sys/dev/block/\(name)"
        // A partition has none of the controller's files; its disk is above it.
        let whole = HostFile.exists("\(place)/partition") ? "\(place)/../dev" : "\(place)/dev"
        // A file system of no device, such as tmpfs, has no such file.
        let numbers = (try? HostFile.text(whole))?.split(separator: ":").compactMap { Int64($0) } ?? []
        return numbers.count == 2 ? Disk(major: numbers[0], minor: numbers[1]) : nil
    }()
}
