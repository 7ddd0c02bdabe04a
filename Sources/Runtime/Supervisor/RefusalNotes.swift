import CShim
import Glibc
import LinuxSystem

/// The refused calls of a run that were the last ones: one note for each thread
/// and call.
struct RefusalNotes {
    private var notes: [Note] = []

    /// How many are kept.
    static let capacity = 8

    fileprivate struct Note {
        let thread: pid_t
        let architecture: UInt32
        let number: UInt32
        let process: String?
        var argument: UInt64
        let first: Uptime
        var last: Uptime
        var count: UInt64 = 1
    }

    /// `false` when there is no note of the thread and the call yet.
    mutating func addAgain(_ call: skiff_refused_call, at moment: Uptime) -> Bool {
        let found = notes.firstIndex {
            $0.thread == call.thread && $0.number == call.number && $0.architecture == call.architecture
        }
        guard let found else { return false }
        notes[found].last = moment
        notes[found].argument = call.argument
        notes[found].count &+= 1
        return true
    }

    /// The oldest gives way.
    mutating func add(_ call: skiff_refused_call, of process: String?, at moment: Uptime) {
        if notes.count == Self.capacity, let oldest = notes.indices.min(by: { notes[$0].last < notes[$1].last }) {
            notes.remove(at: oldest)
        }
        notes.append(
            Note(
                thread: call.thread, architecture: call.architecture, number: call.number, process: process,
                argument: call.argument, first: moment, last: moment))
    }

    /// Milliseconds.
    private static func time(from moment: Uptime, to end: Uptime) -> Int64 {
        max(0, end.nanoseconds - moment.nanoseconds) / 1_000_000
    }

    /// The latest first.
    func calls(before end: Uptime) -> [RefusedCall] {
        notes.reversed().sorted { $1.last < $0.last }.map { note in
            RefusedCall(
                call: note.text, error: "EPERM", process: note.process, before: Self.time(from: note.last, to: end),
                since: Self.time(from: note.first, to: end), count: note.count)
        }
    }
}

extension RefusalNotes.Note {
    /// With the first argument where the standard profile decides by it.
    fileprivate var text: String {
        guard let name = SystemCallName.text(of: number, architecture: architecture) else {
            return "system call \(number)"
        }
        return switch name {
        case "socket": "socket(\(UInt32(truncatingIfNeeded: argument)))"
        case "clone", "personality": "\(name)(0x\(String(argument, radix: 16)))"
        default: name
        }
    }
}
