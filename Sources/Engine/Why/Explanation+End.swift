import Cgroups
import LinuxSystem
import Runtime

extension Explanation {
    /// What is known of an end.
    init(of end: ExitRecord, _ record: ContainerRecord) {
        let death = end.death ?? Death()
        if let error = end.error {
            self.init(Self.cause(ofFailure: end.exitCode), "it could not be started: \(error)")
        } else if let signal = end.signal.flatMap({ Signal(rawValue: $0) }) {
            self.init(signal, death, end, record)
        } else {
            self.init(exitCode: end.exitCode, death, end)
        }
        lastLines = end.exitCode == 0 ? [] : death.lastLines
        kernelLines = death.kernelLines
        addFacts(death, end)
    }

    private static func cause(ofFailure exitCode: Int32) -> Cause {
        switch exitCode {
        case 127: .commandNotFound
        case 126: .notExecutable
        default: .notStarted
        }
    }

    // MARK: - Ended by a signal

    private init(_ signal: Signal, _ death: Death, _ end: ExitRecord, _ record: ContainerRecord) {
        switch death.sender {
        case .outOfMemoryKiller(let cgroup): self.init(outOfMemory: cgroup, death, record)
        case .kill(let user): self.init(.killed, "\(Self.name(of: user)) killed it: 'skiff kill' sent \(signal.name)")
        case .stop(let user, let milliseconds):
            let late =
                milliseconds.map { ", \(Self.seconds($0)) after \(record.stopSignal), by which it had not ended" } ?? ""
            self.init(.stopped, "\(Self.name(of: user)) stopped it: it was sent \(signal.name)\(late)")
        case .healthCheck:
            let isStarved = death.isStarved
            self.init(
                isStarved ? .starved : .unhealthy,
                "it was killed because it was unhealthy"
                    + (isStarved ? ", while its limit of processor time kept it from running" : ""))
        case .filter: self.init(.systemCallRefused, "its filter of system calls ended it (\(signal.name))")
        case .itself: self.init(.crash, "it crashed: \(signal.meaning)")
        case .host: self.init(.killedFromHost, "a process of the host sent it \(signal.name), not through Skiff")
        case nil where end.cause?.contains("supervisor") == true:
            self.init(.supervisorLost, "its supervisor was killed, and the kernel killed it with that")
        case nil: self.init(.signal, "it was ended by \(signal.name); the kernel doesn't tell who sent it")
        }
    }

    private init(outOfMemory cgroup: String?, _ death: Death, _ record: ContainerRecord) {
        guard let cgroup else {
            self.init(.outOfMemoryOfHost, "the kernel killed it: the memory of the whole machine had run out")
            return
        }
        // A group that it is in may be another's, or one of the user's, whatever its name.
        if cgroup.split(separator: "/").contains("skiff-\(record.id)") {
            let limit = death.memoryLimit.map { " of \(ByteCount.text($0))" } ?? ""
            self.init(.outOfMemory, "the kernel killed it: it had used up its limit of memory\(limit)")
        } else {
            self.init(
                .outOfMemoryAbove,
                "the kernel killed it: the limit of memory of the cgroup \(cgroup), which it is in, was used up")
        }
    }

    // MARK: - Ended by itself

    private init(exitCode: Int32, _ death: Death, _ end: ExitRecord) {
        guard exitCode != 0 else {
            self.init(.none, "it ended well, with exit code 0")
            return
        }
        let ended = "it ended by itself, with exit code \(exitCode)"
        let words = LastWords(death.lastLines)
        if case .stop(let user, _)? = death.sender {
            self.init(.stopped, "\(Self.name(of: user)) stopped it, and it ended with exit code \(exitCode)")
        } else if case .kill(let user)? = death.sender {
            self.init(.killed, "\(Self.name(of: user)) sent it a signal, and it ended with exit code \(exitCode)")
        } else if exitCode == 137, death.outOfMemoryKills > 0 {
            self.init(
                .outOfMemory,
                "the kernel killed a process of it: its limit of memory\(death.memoryLimit.map { " of \(ByteCount.text($0))" } ?? "") was used up; \(ended)"
            )
        } else if death.refusedProcesses > 0 {
            self.init(.processLimit, "\(ended), after it was refused new processes")
        } else if let library = words.missingLibrary {
            self.init(.missingLibrary, "\(ended): its library \(library) is missing")
        } else if let refusal = words.noSpace {
            self.init(.noSpace, "\(ended): a file system was full (\(refusal))")
        } else if let signal = Signal(rawValue: exitCode - 128), exitCode > 128 {
            self.init(
                signal.isCrash ? .crash : .signal,
                "\(ended), which a shell or an init says of a command that was ended by \(signal.name)")
        } else if let refusal = Refusal.fatal(of: death, saying: words), exitCode != 126, exitCode != 127 {
            let said = words.notPermitted.map { " (\($0))" } ?? ""
            self.init(.systemCallRefused, "\(ended), \(refusal.asTimeOfEnd)\(said)")
        } else if let refusal = words.notPermitted {
            let whose =
                death.watchedFilter
                ? ", but not by its filter of system calls: a capability may be missing" : ""
            self.init(.notPermitted, "\(ended): it was refused something\(whose) (\(refusal))")
        } else {
            self.init(exitCode: exitCode, saying: ended)
        }
    }

    /// The codes of shells (bash(1), EXIT STATUS).
    private init(exitCode: Int32, saying ended: String) {
        switch exitCode {
        case 126: self.init(.notExecutable, "\(ended): a shell says so of a file that can't be executed")
        case 127: self.init(.commandNotFound, "\(ended): a shell says so of a command that isn't there")
        default: self.init(.exitCode, ended)
        }
    }

    // MARK: - Facts

    private mutating func addFacts(_ death: Death, _ end: ExitRecord) {
        let isOutOfMemory = [.outOfMemory, .outOfMemoryAbove, .outOfMemoryOfHost].contains(cause)
        if isOutOfMemory, let peak = death.memoryPeak {
            facts.append("it had used \(ByteCount.text(peak)) at most")
        } else if !isOutOfMemory, death.outOfMemoryKills > 0 {
            facts.append("the kernel has killed \(death.outOfMemoryKills) processes of it for want of memory before")
        }
        if death.refusedProcesses > 0 {
            let limit = death.processLimit.map { " of \($0)" } ?? ""
            facts.append("its limit\(limit) on processes and threads was reached \(death.refusedProcesses) times")
        }
        if death.throttled > 100_000_000 {
            facts.append(
                "its limit of processor time kept it from running for \(Self.seconds(Int64(death.throttled / 1_000_000)))"
            )
        }
        let told = cause == .systemCallRefused ? Refusal.fatal(of: death, saying: LastWords(death.lastLines)) : nil
        facts += Refusal.remarks(on: death, without: told).map(\.asRemark)
        if let health = death.health { facts.append(health.sentence) }
        if death.dumpedCore { facts.append("the kernel has written a core dump (core(5))") }
        if end.restartCount > 0 { facts.append("it had been started again \(end.restartCount) times") }
        if let length = end.length ?? end.startedAt.map({ (end.finishedAt - $0) / 1_000_000 }) {
            facts.append("it had run for \(Self.seconds(length))")
        }
    }

    private static func name(of user: UInt32) -> String { user == 0 ? "root" : "user \(user)" }

    /// `1.234 s`.
    static func seconds(_ milliseconds: Int64) -> String {
        let milliseconds = max(0, milliseconds)
        let padding = String(repeating: "0", count: 3 - String(milliseconds % 1000).count)
        return "\(milliseconds / 1000).\(padding)\(milliseconds % 1000) s"
    }
}

extension Death {
    /// It waited for the processor longer than a second.
    fileprivate var isStarved: Bool { throttled > 1_000_000_000 }
}

extension Signal {
    /// Sent by the kernel for what the process did itself.
    fileprivate var isCrash: Bool { [4, 5, 6, 7, 8, 11].contains(rawValue) }

    /// What the process did.
    fileprivate var meaning: String {
        switch rawValue {
        case 4: "an instruction that the processor doesn't know (SIGILL)"
        case 5: "a trap that nobody had asked for (SIGTRAP)"
        case 6: "it gave itself up, as abort(3) does (SIGABRT)"
        case 7: "an access to memory that is not there (SIGBUS)"
        case 8: "an impossible calculation, such as a division by zero (SIGFPE)"
        case 11: "an access to memory that is not its own (SIGSEGV)"
        default: name
        }
    }
}
