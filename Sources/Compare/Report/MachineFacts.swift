import Engine
import Glibc
import LinuxSystem

/// The machine that figures are of, and when: without it they mean nothing to anybody else.
struct MachineFacts: Hashable, Sendable {
    let kernel: String
    let processor: String
    let processorCount: Int
    /// In bytes.
    let memory: UInt64
    let distribution: String
    let date: String

    init() throws {
        var names = utsname()
        try checkErrno(uname(&names), "uname", "host")
        kernel = withUnsafeBytes(of: &names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        processor = Self.value(of: "model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown"
        processorCount = max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
        memory = try MachineMemory().total
        let name = Self.value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "unknown"
        distribution = name.filter { $0 != "\"" }
        let seconds = Timestamp.now().nanoseconds / 1_000_000_000
        date = "\(Timestamp(nanoseconds: seconds * 1_000_000_000))"
    }

    /// What stands behind a name in a file of such lines; `nil` when there is none.
    private static func value(of name: String, in path: String, separator: Character) -> String? {
        // It's only told, not needed.
        guard let file = try? Descriptor.open(path, [.readOnly]),
            let bytes = try? file.readToEnd(limit: 1 << 20, name: path)
        else { return nil }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(name) {
            guard let place = line.firstIndex(of: separator) else { continue }
            return String(line[line.index(after: place)...].drop { $0 == " " })
        }
        return nil
    }
}
