import Cgroups
import Glibc
import JSON
import LinuxSystem
import OCI

extension ExecutionRequest {
    /// The process to run.
    func process(in specification: RuntimeSpec) throws(RuntimeError) -> RuntimeSpec.Process {
        switch source {
        case .command(let changes):
            guard let process = specification.process else {
                throw .invalid(field: "process", reason: "is required to start a process")
            }
            return changes.apply(to: process)
        case .file(let path):
            let bytes: [UInt8]
            do throws(SystemError) {
                bytes = try Descriptor.open(path, [.readOnly]).readToEnd(limit: 16 << 20, name: path)
            } catch {
                throw .system(error)
            }
            do {
                return try RuntimeSpec.Process(jsonText: bytes)
            } catch {
                throw .refused("\(path): \(error)")
            }
        }
    }

    /// How the process enters the container's group, or one beneath it.
    func join(_ group: borrowing Cgroup, beside first: pid_t) throws(RuntimeError) -> JoinTarget {
        let paths = try SubgroupPaths(cgroups).paths
        do {
            return paths.isEmpty ? try group.join(with: first) : try group.join(beneath: paths)
        } catch {
            throw RuntimeError(error)
        }
    }

    /// Tells everyone who is to know of the process.
    func announce(_ launched: borrowing LaunchedProcess) throws(SystemError) {
        if let path = pidDescriptorSocket { try launched.sendDescriptor(to: path) }
        if let path = consoleSocket { try launched.sendConsole(to: path) }
        if let path = pidFile { try PIDFile.write(launched.pid, to: path) }
    }
}
