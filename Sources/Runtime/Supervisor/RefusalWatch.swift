import CShim
import Glibc
import LinuxSystem

/// The listener of a container's filter: answers each call that is refused,
/// always with the same error, and remembers the last ones.
///
/// A container may call as often as it likes, and each answer is work of the
/// supervisor's, which the container's limits don't count. So there are only
/// so many in a time; then the callers wait for the next one.
struct RefusalWatch: ~Copyable {
    /// Readable when a call waits.
    private let listener: Descriptor
    private var notes = RefusalNotes()
    /// When the present period ends, and what it has left.
    private var periodEnd: Uptime
    private var answersLeft = Self.answersInPeriod
    private var looksLeft = Self.looksInPeriod
    private var awaited: Awaited?

    /// Milliseconds.
    private static let period: Int64 = 100
    /// How many calls are answered in a period.
    static let answersInPeriod = 2000
    /// How many callers' names are looked up in /proc.
    private static let looksInPeriod = 20
    /// Others want to be heard, too.
    private static let answersInRound = 64

    init(owning listener: consuming Descriptor) {
        self.listener = listener
        periodEnd = Uptime.now() + Self.period
    }

    /// What is waited for.
    enum Awaited {
        case calls
        /// The end of the period: it had too many calls.
        case time
        /// Nobody is left under the filter.
        case nothing
    }

    mutating func watch(_ new: Awaited, in events: borrowing EventQueue) throws(SystemError) {
        switch (awaited, new) {
        case (nil, _): try events.add(listener, .readable, token: Supervisor.Token.refusals)
        case (.nothing, _): return
        case (_, .calls): try events.modify(listener, .readable, token: Supervisor.Token.refusals)
        case (_, .time): try events.modify(listener, [], token: Supervisor.Token.refusals)
        case (_, .nothing): try events.remove(listener)
        }
        awaited = new
    }

    /// When calls are answered again; `nil` while they are.
    var due: Uptime? { awaited == .time ? periodEnd : nil }

    /// What to do after a round.
    enum Next { case goOn, rest }

    /// Answers calls that wait.
    mutating func answer() -> Next {
        let now = Uptime.now()
        beginPeriod(at: now)
        for _ in 0..<Self.answersInRound {
            guard answersLeft > 0 else { return .rest }
            var call = skiff_refused_call()
            // No more of them; or an error, of which there is none but for the kernel's want of memory.
            guard skiff_refusal_receive(listener.number, &call) == 0 else { return .goOn }
            answersLeft -= 1
            if !notes.addAgain(call, at: now) { notes.add(call, of: processName(of: call), at: now) }
            // Who was killed meanwhile needs none.
            _ = skiff_refusal_answer(listener.number, call.id, SeccompProgram.refusal)
        }
        return .goOn
    }

    private mutating func beginPeriod(at now: Uptime) {
        guard periodEnd <= now else { return }
        periodEnd = now + Self.period
        answersLeft = Self.answersInPeriod
        looksLeft = Self.looksInPeriod
    }

    private mutating func processName(of call: skiff_refused_call) -> String? {
        guard looksLeft > 0, call.thread > 0 else { return nil }
        looksLeft -= 1
        // It may be killed at any moment.
        guard let file = try? Descriptor.open("/proc/\(call.thread)/comm", [.readOnly]),
            let bytes = try? file.readToEnd(limit: 64, name: "comm"),
            skiff_refusal_waits(listener.number, call.id) == 0
        else { return nil }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// The last refused calls, the latest first.
    func calls(before end: Uptime) -> [RefusedCall] { notes.calls(before: end) }
}
