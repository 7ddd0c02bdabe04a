import Runtime

/// A system call that the filter refused before an end, and what that has to do
/// with it.
struct Refusal {
    private let call: RefusedCall

    /// Milliseconds between the call and an end that can be taken for its
    /// consequence: a program that ends of a refusal has little left to do.
    private static let immediate: Int64 = 500
    /// The same when its last words are EPERM's, too.
    private static let soon: Int64 = 2000
    /// How long a program may try again before it gives up.
    private static let patient: Int64 = 10_000
    /// What was refused earlier is not worth a remark.
    private static let remembered: Int64 = 60_000

    private init(_ call: RefusedCall) { self.call = call }

    /// What a container that exited with a failure is taken to have ended of:
    /// the last call that it was refused, if its end came at once, it had not gone on
    /// with the same refusal long before, its words don't blame anything else, and it
    /// is none that programs only try.
    static func fatal(of death: Death, saying words: LastWords) -> Refusal? {
        let limit = words.notPermitted == nil ? immediate : soon
        guard let last = death.refusedCalls.first, last.before <= limit else { return nil }
        // Who had lived with it lived with it once more.
        if death.refusedCalls.contains(where: { $0.call == last.call && $0.since > patient }) { return nil }
        if words.notPermitted == nil, words.blameAnotherError || isOnlyTried(last.call) { return nil }
        return Refusal(last)
    }

    /// Those that are told as a remark.
    static func remarks(on death: Death, without told: Refusal?) -> [Refusal] {
        death.refusedCalls.filter { $0.before <= remembered && $0 != told?.call }.prefix(3).map { Refusal($0) }
    }

    /// Calls that runtimes and libraries try at their start, to do without.
    private static func isOnlyTried(_ call: String) -> Bool {
        switch call {
        case "io_uring_setup", "userfaultfd", "perf_event_open", "kcmp", "pidfd_getfd": true
        case "get_mempolicy", "set_mempolicy", "mbind", "move_pages", "migrate_pages": true
        default: false
        }
    }

    /// `0.002 s after its filter of system calls had refused keyctl (EPERM) to the process 'sh'`.
    var asTimeOfEnd: String {
        "\(Explanation.seconds(call.before)) after its filter of system calls had refused \(object)"
    }

    /// `its filter of system calls refused …, 0.002 s before the end`.
    var asRemark: String {
        "its filter of system calls refused \(object), \(Explanation.seconds(call.before)) before the end"
    }

    private var object: String {
        let times = call.count > 1 ? " \(call.count) times" : ""
        let process = call.process.map { " to the process '\($0)'" } ?? ""
        return "\(call.call) (\(call.error))\(process)\(times)"
    }
}
