import Cgroups
import Glibc
import LinuxSystem

extension Engine {
    /// The processes in a running container's cgroup.
    /// - Parameter options: for ps(1) of the host, which makes the table then; none for our own.
    public func top(_ reference: String, options: [String]) throws -> ProcessTable {
        let container = try listed(reference)
        guard let process = container.process else {
            throw EngineError(
                .conflict, "container \(container.name) is not running (\(container.status.name)): start it first")
        }
        let processes = try Cgroup.open(process.cgroup, on: Hierarchies.detect()).processes()
        guard !options.isEmpty else { return try ProcessTable(of: processes) }
        let words = options.joined(separator: " ")
        guard let table = try ProcessTable(ofListing: Self.listing(options), keeping: Set(processes)) else {
            throw EngineError(.invalid, "cannot tell the container's processes: the table of 'ps \(words)' has no PID")
        }
        return table
    }

    /// What ps(1) of the host prints; it tells its own errors.
    private static func listing(_ options: [String]) throws -> String {
        let words = options.joined(separator: " ")
        do throws(SystemError) {
            let outcome = try CapturedProgram.outcome(of: "ps", options)
            guard outcome.exitCode == 0 else {
                throw SystemError("run", "ps \(words)", errno: EINVAL)
            }
            return String(decoding: outcome.output, as: UTF8.self)
        } catch {
            guard error.errno == ENOENT else { throw EngineError(.invalid, "'ps \(words)' failed on the host") }
            throw EngineError(.unavailable, "cannot run 'ps \(words)': this host has no ps(1); leave its options out")
        }
    }
}
