import Glibc
import LinuxSystem
import OCI

extension StoredContainer {
    /// The socket at which the container's process awaits its start.
    func listenForStart() throws(RuntimeError) -> Descriptor {
        do { return try UnixSocket.listen(Self.startSocketName, in: directory, type: .packets) } catch {
            throw .system(error)
        }
    }

    func store(_ configuration: [UInt8]) throws(RuntimeError) {
        do { try directory.createFile(Self.configurationName, configuration) } catch { throw .system(error) }
    }

    /// Lets the created container's process execute its command, and answers
    /// when it has.
    public func start() throws(RuntimeError) {
        try lock()
        let record = try completeRecord()
        let status = try status(by: record)
        guard status == .created else {
            throw .refused("cannot start a container that is \(status.rawValue): \(id)")
        }
        let specification = try specification()
        try follow(connectToStart(), specification)
    }

    /// The connection that lets the process go on, which can be made once.
    private func connectToStart() throws(RuntimeError) -> LaunchReports {
        do throws(SystemError) {
            let socket = try UnixSocket.connect(Self.startSocketName, in: directory, type: .packets)
            try directory.removeFile(Self.startSocketName)
            return LaunchReports(owning: socket)
        } catch {
            throw .system(error)
        }
    }

    /// Hears how the start ends. Steps are counted from the first one after it.
    private func follow(_ reports: consuming LaunchReports, _ spec: RuntimeSpec) throws(RuntimeError) {
        let report: LaunchReport
        do { report = try reports.next() } catch { throw .system(error) }
        switch report {
        case .ended: return
        case .failed(let failure):
            let plan = try LaunchPlan(afterStartOf: spec)
            guard failure.step < plan.stepCount else { break }
            throw .launch(.step(plan.steps[failure.step], failure))
        case .ready: break
        case .awaiting: break
        case .console: break
        }
        throw .system(SystemError("follow", "the start of container \(id)", errno: EPROTO))
    }
}
