import JSON
import Runtime

/// Why a container is as it is, as a person would tell it: a sentence, and the
/// facts behind it.
public struct Explanation: Sendable {
    /// The cause, for programs.
    public enum Cause: String, Hashable, Sendable, CaseIterable, JSONWritable {
        /// It runs, waits for its start, or ended as it should.
        case none
        /// It could not be started at all.
        case notStarted = "not-started"
        /// It, or a process of it, reached its own limit of memory.
        case outOfMemory = "out-of-memory"
        /// The limit of a cgroup that it is in was reached.
        case outOfMemoryAbove = "out-of-memory-above"
        /// The machine's memory had run out.
        case outOfMemoryOfHost = "out-of-memory-of-host"
        case stopped
        case killed
        /// Killed by a process of the host, not through Skiff.
        case killedFromHost = "killed-from-host"
        case signal
        /// It crashed: a bad access to memory and the like.
        case crash
        /// By the filter of system calls, as its supervisor or the kernel saw.
        case systemCallRefused = "system-call-refused"
        /// It says so itself; not by the filter as far as is known.
        case notPermitted = "not-permitted"
        case missingLibrary = "missing-library"
        case commandNotFound = "command-not-found"
        case notExecutable = "not-executable"
        case noSpace = "no-space"
        case processLimit = "process-limit"
        case unhealthy
        /// Unhealthy while its limit of processor time kept it from running.
        case starved
        case exitCode = "exit-code"
        case supervisorLost = "supervisor-lost"
    }

    /// What it comes down to.
    public var cause: Cause
    /// What happened, without the container's name: `it ended by itself, with exit code 3`.
    public var sentence: String
    /// What else is known, a sentence each.
    public var facts: [String] = []
    /// What it wrote last.
    public var lastLines: [String] = []
    /// Why it had ended before it was started again.
    public var previousCause: Cause?
    /// What the kernel's log says.
    public var kernelLines: [String] = []

    init(_ cause: Cause, _ sentence: String) {
        self.cause = cause
        self.sentence = sentence
    }
}

extension Engine {
    /// Tells why a container is as it is.
    public func explain(_ reference: String) throws -> (container: Container, explanation: Explanation) {
        let container = try container(reference)
        return (container, Explanation(of: container))
    }
}

extension Explanation {
    /// What is known of a container now.
    public init(of container: Container) {
        switch container.state {
        case .created: self.init(.none, "it has not been started")
        case .running(let running), .paused(let running):
            self.init(.none, running.isPaused ? "it is paused: see 'skiff unpause'" : "it runs")
            if running.restartCount > 0 { facts.append("it was started again \(running.restartCount) times") }
            if let previous = running.previous {
                let before = Explanation(of: previous, container.record)
                previousCause = before.cause
                facts.append("before that, \(before.sentence)")
                facts += before.facts
                lastLines = before.lastLines
            }
            if let health = running.health, health.status == .unhealthy { facts.append(health.sentence) }
        case .restarting(let restarting):
            self.init(of: restarting.last, container.record)
            facts.append(
                "it is going to be started again: the policy is \(container.record.settings.restartPolicy.text)")
        case .exited(let end): self.init(of: end, container.record)
        }
    }
}

extension Health {
    /// The streak, and what the last check said.
    var sentence: String {
        let said = results.last.map { $0.output.split(separator: "\n").last.map { ": \($0)" } ?? "" } ?? ""
        return "its health check has failed \(failingStreak) times in a row\(said)"
    }
}
