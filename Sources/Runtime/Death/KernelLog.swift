import Glibc
import LinuxSystem

/// What the kernel has written about a process: `/dev/kmsg`
/// (Documentation/ABI/testing/dev-kmsg). Each read is one record:
/// `priority,sequence,microseconds,flags;text`.
struct KernelLog {
    /// The texts since a moment of this boot, the oldest first, with some from before it; `nil` where the log can't
    /// be read.
    static func texts(since moment: Uptime) -> [String]? {
        guard let log = try? Descriptor.open("/dev/kmsg", [.readOnly, .nonBlocking]) else { return nil }
        let moment = moment + -(clockDrift + moment.nanoseconds / 1_000_000 / 1000)
        var texts = [String]()
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(log.number, $0.baseAddress, $0.count) }
            // EPIPE: records were overwritten meanwhile; the next read goes on after them.
            if count < 0, errno == EPIPE || errno == EINTR { continue }
            guard count > 0 else { return texts }
            if let text = text(of: buffer[..<count], since: moment) { texts.append(text) }
        }
    }

    /// Milliseconds. The log has a clock of its own, which nobody corrects: in a month it may be a minute or two away
    /// from the one that everybody else goes by, whence the thousandth of the time since the boot.
    private static let clockDrift: Int64 = 1000

    private static func text(of record: ArraySlice<UInt8>, since moment: Uptime) -> String? {
        guard let end = record.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let fields = record[..<end].split(separator: UInt8(ascii: ","))
        guard fields.count > 2, let microseconds = Int64(String(decoding: fields[2], as: UTF8.self)),
            microseconds * 1000 >= moment.nanoseconds
        else { return nil }
        // What follows the line are its properties.
        return String(decoding: record[(end + 1)...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}

/// What the out-of-memory killer said of one of its victims.
struct OutOfMemoryReport: Hashable {
    /// The cgroup whose limit was reached; `nil`: the whole machine was out of memory.
    var cgroup: String?

    /// Looks for the last line about a process:
    /// `oom-kill:constraint=CONSTRAINT_MEMCG,…,oom_memcg=/a,task_memcg=/a/b,task=x,pid=7,uid=0`.
    static func find(victim pid: pid_t, in texts: [String]) -> OutOfMemoryReport? {
        for text in texts.reversed() where text.hasPrefix("oom-kill:") {
            let fields = text.dropFirst(9).split(separator: ",")
            guard fields.contains("pid=\(pid)") else { continue }
            let group = fields.first { $0.hasPrefix("oom_memcg=") }?.dropFirst(10)
            return OutOfMemoryReport(cgroup: group.map(String.init))
        }
        return nil
    }
}
