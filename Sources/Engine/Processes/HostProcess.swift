import Glibc
import LinuxSystem

/// What /proc tells of a process (proc_pid_stat(5), proc_pid_status(5), proc_pid_cmdline(5)).
struct HostProcess: Hashable, Sendable {
    let id: Int32
    let parent: Int32
    /// The effective user, on the host.
    let user: UInt32
    /// Of its controlling terminal; 0: none.
    let terminal: UInt32
    /// Of the processor, in seconds.
    let processorTime: Int64
    /// Since the host was started, in seconds.
    let started: Int64
    /// Its words, or its name in brackets when it has none: a kernel's thread, or one that has ended.
    let command: String

    /// - Parameter proc: /proc.
    /// - Returns: `nil` when it has ended.
    static func read(_ id: Int32, in proc: borrowing Descriptor) throws(SystemError) -> HostProcess? {
        do throws(SystemError) {
            let directory = try proc.openDirectory(String(id))
            let status = try directory.readFile("status")
            let words = try directory.readFile("cmdline")
            return try HostProcess(id, stat: directory.readFile("stat"), status: status, words: words)
        } catch {
            guard error.errno == ENOENT || error.errno == ESRCH else { throw error }
            return nil
        }
    }

    /// `nil` for text that isn't the kernel's.
    init?(_ id: Int32, stat: [UInt8], status: [UInt8], words: [UInt8]) {
        // The name stands in parentheses and may hold any byte, parentheses, too.
        guard let open = stat.firstIndex(of: UInt8(ascii: "(")), let close = stat.lastIndex(of: UInt8(ascii: ")")),
            open < close
        else { return nil }
        let fields = Self.texts(stat[(close + 1)...].split(separator: UInt8(ascii: " ")))
        let ticks = Int64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        guard fields.count > 19, let parent = Int32(fields[1]), let terminal = Int32(fields[4]),
            let user = Int64(fields[11]), let system = Int64(fields[12]), let started = Int64(fields[19])
        else { return nil }
        self.id = id
        self.parent = parent
        self.terminal = UInt32(bitPattern: terminal)
        self.user = Self.effectiveUser(status) ?? 0
        processorTime = (user + system) / ticks
        self.started = started / ticks
        let text = Self.texts(words.split(separator: 0, omittingEmptySubsequences: false))
        let name = String(decoding: stat[(open + 1)..<close], as: UTF8.self)
        command = words.isEmpty ? "[\(name)]" + (fields[0] == "Z" ? " <defunct>" : "") : Self.joined(text)
    }

    private static func texts(_ parts: [ArraySlice<UInt8>]) -> [String] {
        parts.map { String(decoding: $0, as: UTF8.self) }
    }

    /// What follows the last word's NUL is no word.
    private static func joined(_ words: [String]) -> String {
        (words.last == "" ? words.dropLast() : words[...]).joined(separator: " ")
    }

    /// `Uid:` with the real, the effective and two more.
    private static func effectiveUser(_ status: [UInt8]) -> UInt32? {
        for line in status.split(separator: UInt8(ascii: "\n")) where line.starts(with: "Uid:".utf8) {
            let fields = line.split(separator: UInt8(ascii: "\t"))
            return fields.count > 2 ? UInt32(String(decoding: fields[2], as: UTF8.self)) : nil
        }
        return nil
    }
}
