import Glibc
import LinuxSystem
import TestSupport

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
        return (try? HostFile.text(whole)).flatMap(Disk.init(name:))
    }()

    /// Every virtio disk.
    static func all() throws -> [Disk] {
        try HostFile.names(in: "/sys/block").filter { $0.hasPrefix("vd") }
            .compactMap { try Disk(name: HostFile.text("/sys/block/\($0)/dev")) }
    }

    /// What decides on the order of its requests: `bfq`, `mq-deadline`, `none`; `nil` where there is no telling.
    var scheduler: String? {
        guard let text = try? HostFile.text("/sys/dev/block/\(name)/queue/scheduler") else { return nil }
        return text.split(separator: "[").last?.split(separator: "]").first.map(String.init)
    }

    /// Takes `254:0`.
    private init?(name: String) {
        let numbers = name.split(separator: ":").compactMap { Int64($0) }
        guard numbers.count == 2 else { return nil }
        major = numbers[0]
        minor = numbers[1]
    }
}
