import LinuxSystem

/// What the program sees, in each and outside of all.
struct IsolationMeasure {
    /// What is asked, in words for people, and the probe's word for it.
    static let questions: [(word: String, title: String)] = [
        ("kernel", "kernel"),
        ("boot-id", "boot id"),
        ("calls", "system calls that a filter lets through to this kernel"),
        ("monitor-calls", "different system calls that the monitor makes of the host's kernel"),
        ("processes", "processes seen"),
        ("host-name", "host name"),
        ("memory", "memory seen"),
        ("processors", "processors seen"),
        ("interfaces", "network interfaces"),
        ("devices", "entries of /dev"),
        ("mounts", "mounts"),
        ("capabilities", "effective capabilities"),
        ("user-map", "user ids (inside, outside, count)"),
        ("kernel-log", "the kernel's messages"),
    ]

    /// By the contender's title: the probe's word, and what it said.
    private(set) var answers: [String: [String: String]] = [:]

    mutating func run(_ contender: some Contender, _ bench: Bench) throws {
        let instance = try bench.withInstance(of: contender, .look) { instance in
            _ = try instance.waitForWord("done", seconds: bench.limit, bench.interruption)
            return instance
        }
        var found = [String: String]()
        for question in Self.questions {
            if let answer = instance.value(of: question.word) {
                // A map's columns are as far apart as numbers of ten digits need.
                found[question.word] = answer.split(separator: " ").joined(separator: " ")
            }
        }
        if let count = try monitorCalls(of: contender, bench) { found["monitor-calls"] = String(count) }
        answers[contender.title] = found
    }

    /// The different system calls that a machine's monitor makes of the host's kernel in the machine's life: what a
    /// program that has broken out of the guest's kernel could go on with. `nil` where strace(1) isn't installed,
    /// or there is no monitor.
    private func monitorCalls(of contender: some Contender, _ bench: Bench) throws -> Int? {
        guard contender.isMachine else { return nil }
        let tracer = Traced(contender)
        do {
            return try bench.withInstance(of: tracer, .look) { instance in
                _ = try instance.waitForWord("done", seconds: bench.limit * 3, bench.interruption)
                _ = try instance.waitForEnd(seconds: bench.limit, bench.interruption)
                return tracer.count(in: instance.lines)
            }
        } catch is SystemError {
            return nil
        }
    }
}
