import CShim
import LinuxSystem
import OCI

/// `process.execCPUAffinity`, checked.
struct ExecAffinity: Sendable {
    /// For the runtime before the process is in the container's cgroup.
    let initial: NumberSet?
    /// For the process afterwards.
    let final: NumberSet?

    /// `nil` when the process asks for none.
    init?(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        guard let affinity = process.execCPUAffinity else { return nil }
        initial = try Self.set(affinity.initial, field: "initial")
        final = try Self.set(affinity.final, field: "final")
    }

    /// Binds this process to the initial processors, before it starts the one
    /// that joins: with cgroup v2 that one is never outside of the container's.
    func bindCaller() throws(SystemError) {
        guard let words = initial?.words else { return }
        try check(
            skiff_set_processors(words, words.count * MemoryLayout<UInt64>.size), "set",
            "the processors to run on (process.execCPUAffinity.initial)")
    }

    private static func set(_ text: String?, field: String) throws(RuntimeError) -> NumberSet? {
        guard let text, !text.isEmpty else { return nil }
        guard let set = NumberSet(parsing: text) else {
            throw .invalid(
                field: "process.execCPUAffinity.\(field)",
                reason: "\"\(text)\" is not a list of processors such as 0-3,7")
        }
        return set
    }
}
