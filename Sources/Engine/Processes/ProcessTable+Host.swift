import Glibc
import LinuxSystem

extension ProcessTable {
    /// The columns of `ps -ef`, made from /proc: other than ps(1) it is always there, and it looks at the container's
    /// processes alone.
    init(of processes: [Int32]) throws(SystemError) {
        let proc = try Descriptor.open("/proc", [.directory])
        let clock = HostClock()
        let users = try HostUsers()
        var rows = [[String]]()
        for id in processes.sorted() {
            guard let process = try HostProcess.read(id, in: proc) else { continue }
            rows.append(Self.row(of: process, clock, users))
        }
        self.init(titles: ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"], rows: rows)
    }

    private static func row(of process: HostProcess, _ clock: HostClock, _ users: HostUsers) -> [String] {
        let age = max(1, clock.uptime - process.started)
        return [
            users.name(of: process.user), String(process.id), String(process.parent),
            String(min(99, process.processorTime * 100 / age)), clock.startText(process.started),
            terminalName(process.terminal), timeText(process.processorTime), process.command,
        ]
    }

    /// `pts/0`, `tty1`, or `?` for none and for others. The number is a device's (proc_pid_stat(5)).
    static func terminalName(_ number: UInt32) -> String {
        let major = number >> 8 & 0xfff
        let minor = number & 0xff | number >> 12 & 0xfff00
        return switch major {
        case 136...143: "pts/\((major - 136) << 8 + minor)"
        case 4 where minor < 64: "tty\(minor)"
        case 4: "ttyS\(minor - 64)"
        case 5 where minor == 1: "console"
        default: "?"
        }
    }

    /// `00:01:09`, and days in front of it: `2-00:01:09`.
    static func timeText(_ seconds: Int64) -> String {
        let parts = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }
        return (seconds >= 86400 ? "\(seconds / 86400)-" : "") + parts.joined(separator: ":")
    }
}

/// The host's clock, for moments since its start.
private struct HostClock {
    /// Since the host was started, in seconds.
    let uptime: Int64
    private let now: time_t

    init() {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        uptime = Int64(time.tv_sec)
        now = Glibc.time(nil)
    }

    /// The time of today, the day of this year, or the year.
    func startText(_ started: Int64) -> String {
        let today = Self.local(now)
        let day = Self.local(now - Int(uptime - started))
        if day.tm_year != today.tm_year { return Self.text(day, "%Y") }
        return Self.text(day, day.tm_yday == today.tm_yday ? "%H:%M" : "%b%d")
    }

    private static func local(_ moment: time_t) -> tm {
        var moment = moment
        var date = tm()
        localtime_r(&moment, &date)
        return date
    }

    private static func text(_ date: tm, _ format: String) -> String {
        var date = date
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
            let count = strftime(buffer.baseAddress!, buffer.count, format, &date)
            return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

/// The names of the host's users, which ps(1) shows, too.
private struct HostUsers {
    private var names: [UInt32: String] = [:]

    init() throws(SystemError) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Descriptor.open("/etc", [.directory]).readFile("passwd")
        } catch {
            // Without names there are numbers.
            guard error.errno == ENOENT else { throw error }
            return
        }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
            guard fields.count == 4, let id = UInt32(String(decoding: fields[2], as: UTF8.self)), names[id] == nil
            else {
                continue
            }
            names[id] = String(decoding: fields[0], as: UTF8.self)
        }
    }

    func name(of user: UInt32) -> String { names[user] ?? String(user) }
}
