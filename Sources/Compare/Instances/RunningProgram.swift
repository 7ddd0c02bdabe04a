import Glibc
import LinuxSystem

/// A program that was started by its words, with what it says on a pipe. It is in a process group of its own, so
/// that a terminal's Ctrl-C reaches the comparison alone, which then ends everything in its order.
final class RunningProgram {
    /// What it was called with.
    let words: [String]
    let pid: pid_t
    /// When its start was asked for.
    let started: Uptime
    /// Its lines so far, without their ends, the last ones of a program that says much.
    private(set) var lines: [String] = []

    private let output: Descriptor
    private let process: ProcessDescriptor
    private var unfinished: [UInt8] = []
    private var isClosed = false
    private var status: ExitStatus?
    private static let keptLines = 2000

    init(_ words: [String]) throws {
        self.words = words
        let pipe = try Pipe()
        output = try pipe.readEnd.duplicate()
        started = .now()
        pid = try Self.spawn(words, output: pipe.writeEnd)
        process = try ProcessDescriptor(pid: pid)
    }

    /// posix_spawn(3): with no signal blocked, /dev/null as standard input.
    private static func spawn(_ words: [String], output: consuming Descriptor) throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.number, 1)
        posix_spawn_file_actions_adddup2(&actions, output.number, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        let arguments = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let result = posix_spawnp(&pid, words[0], &actions, &attributes, arguments + [nil], environ)
        guard result == 0 else { throw SystemError("start", words[0], errno: result) }
        return pid
    }

    /// Waits until the probe says the word.
    /// - Returns: what follows it, and when it came.
    /// - Throws: when the program ends, or the probe fails, before that; when the time is over.
    func waitForWord(_ word: String, seconds: Int64, _ interruption: Interruption) throws -> SaidWord {
        let deadline = Uptime.now() + seconds * 1000
        var seen = 0
        while true {
            while seen < lines.count {
                let line = lines[seen]
                seen += 1
                if let failure = ProbeLine.value(of: "failed", in: line) {
                    throw ComparisonError.failed("the probe failed in '\(words[0])': \(failure)", lastLines: [])
                }
                if let value = ProbeLine.value(of: word, in: line) { return SaidWord(value: value, time: .now()) }
            }
            if isClosed || status != nil {
                readRest()
                guard seen == lines.count else { continue }
                throw failure("ended before it said '\(word)'")
            }
            guard try readMore(until: deadline, interruption) else {
                throw failure("said no '\(word)' in \(seconds) seconds")
            }
        }
    }

    /// Waits for the program's end.
    /// - Returns: when it came.
    func waitForEnd(seconds: Int64, _ interruption: Interruption) throws -> Uptime {
        let deadline = Uptime.now() + seconds * 1000
        while status == nil {
            guard try readMore(until: deadline, interruption) else {
                throw failure("has not ended in \(seconds) seconds")
            }
        }
        let ended = Uptime.now()
        readRest()
        return ended
    }

    /// Reads what it says until it ends, or the time is over; no signal is heard meanwhile.
    func collect(seconds: Int64) throws {
        let deadline = Uptime.now() + seconds * 1000
        while status == nil, Uptime.now() < deadline {
            if !isClosed, output.waitForInput(upTo: .milliseconds(10)) { try read() }
            if try process.waitForEnd(milliseconds: isClosed ? 10 : 0) { status = try process.wait() }
        }
        readRest()
    }

    /// Its exit code, or 128 and a signal's number; `nil` while it runs.
    var exitCode: Int32? { status?.shellCode }

    /// What the probe said after a word, the last time.
    func value(of word: String) -> String? {
        lines.reversed().lazy.compactMap { ProbeLine.value(of: word, in: $0) }.first
    }

    /// Kills it, with all of its process group, and waits for its end.
    func kill() {
        if status != nil { return }
        Glibc.kill(-pid, SIGKILL)
        Glibc.kill(pid, SIGKILL)
        // It was killed: the wait ends, and there is nobody to tell of an error.
        status = try? process.wait()
    }

    private func failure(_ what: String) -> ComparisonError {
        readRest()
        // The probe's own lines tell nothing of what went wrong.
        let told = lines.filter { !$0.isEmpty }.suffix(12)
        return .failed("'\(words.prefix(3).joined(separator: " "))…' \(what)", lastLines: Array(told))
    }

    /// - Returns: false when the time is over and nothing came.
    private func readMore(until deadline: Uptime, _ interruption: Interruption) throws -> Bool {
        let descriptors = isClosed ? [process.descriptor.number] : [process.descriptor.number, output.number]
        let ready = try interruption.wait(for: descriptors, until: deadline)
        if ready.count > 1, ready[1] { try read() }
        if ready[0] { status = try process.wait() }
        return ready.contains(true) || Uptime.now() < deadline
    }

    private func read() throws {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = try buffer.withUnsafeMutableBytes { bytes throws(SystemError) in
            try output.read(into: bytes, name: "the output of \(words[0])")
        }
        guard count > 0 else {
            isClosed = true
            return
        }
        for byte in buffer[..<count] {
            if byte == UInt8(ascii: "\n") {
                lines.append(String(decoding: unfinished.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self))
                unfinished = []
            } else if unfinished.count < 4096 {
                unfinished.append(byte)
            }
        }
        if lines.count > 2 * Self.keptLines { lines.removeFirst(lines.count - Self.keptLines) }
    }

    /// What has come already.
    private func readRest() {
        while !isClosed, output.waitForInput(upTo: .zero) {
            // What can't be read has nothing to tell.
            guard (try? read()) != nil else { return }
        }
    }
}

/// A word of the probe's, with what follows it.
struct SaidWord {
    let value: String
    let time: Uptime
}

/// The lines of `skiff-compare-probe`: `skiff-compare: NAME VALUE`.
enum ProbeLine {
    private static let mark = "skiff-compare: "

    /// A console may have written something before, on the same line.
    static func value(of name: String, in line: String) -> String? {
        guard let body = line.components(after: mark) else { return nil }
        guard body == name || body.hasPrefix(name + " ") else { return nil }
        return String(body.dropFirst(name.count + 1))
    }
}

extension String {
    /// What follows the text where it stands first; `nil` when it doesn't.
    func components(after text: String) -> Substring? {
        let letters = Array(utf8)
        let wanted = Array(text.utf8)
        guard letters.count >= wanted.count else { return nil }
        for start in 0...(letters.count - wanted.count) {
            guard letters[start..<start + wanted.count].elementsEqual(wanted) else { continue }
            return self[utf8.index(utf8.startIndex, offsetBy: start + wanted.count)...]
        }
        return nil
    }
}
