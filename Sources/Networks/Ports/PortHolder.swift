import Glibc
import LinuxSystem

/// Who has a port of the host: what `/proc` tells of it (proc_pid_net(5),
/// proc_pid_fd(5)), which is for an error's sentence only.
enum PortHolder {
    /// `nginx (process 4711)`; `nil` when it can't be found: another container's
    /// supervisor doesn't listen.
    static func find(_ mapping: PortMapping) -> String? {
        let names = [mapping.transport.rawValue, mapping.transport.rawValue + "6"]
        for name in names {
            // What can't be read tells nothing.
            guard let text = try? read("/proc/thread-self/net/\(name)"), let inode = inode(in: text, mapping) else {
                continue
            }
            return process(having: "socket:[\(inode)]")
        }
        return nil
    }

    /// The lines are: number, local address:port, remote one, state, queues, timers, …, user, …, inode.
    private static func inode(in table: String, _ mapping: PortMapping) -> Substring? {
        let port = String(mapping.hostPort, radix: 16, uppercase: true)
        let ending = ":" + String(repeating: "0", count: 4 - port.count) + port
        for line in table.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[1].hasSuffix(ending), fields[9] != "0" else { continue }
            return fields[9]
        }
        return nil
    }

    private static func process(having link: String) -> String? {
        guard let proc = try? Descriptor.open("/proc", [.directory]), let entries = try? proc.entries() else {
            return nil
        }
        for entry in entries {
            let pid = entry.shown
            guard pid.allSatisfy(\.isNumber), has(link, pid: pid) else { continue }
            let name = (try? read("/proc/\(pid)/comm"))?.split(separator: "\n").first ?? "a process"
            return "\(name) (process \(pid))"
        }
        return nil
    }

    private static func has(_ link: String, pid: String) -> Bool {
        guard let directory = try? Descriptor.open("/proc/\(pid)/fd", [.directory]),
            let entries = try? directory.entries()
        else { return false }
        return entries.contains { entry in
            var bytes = [CChar](repeating: 0, count: 64)
            let count = entry.withCPath { readlinkat(directory.number, $0, &bytes, bytes.count) }
            return count > 0 && bytes[..<count].elementsEqual(link.utf8.map { CChar(bitPattern: $0) })
        }
    }

    private static func read(_ path: String) throws(SystemError) -> String {
        let bytes = try Descriptor.open(path, [.readOnly]).readToEnd(limit: 16 << 20, name: path)
        return String(decoding: bytes, as: UTF8.self)
    }
}
