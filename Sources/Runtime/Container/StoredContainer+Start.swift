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
        let created = try state(status, record: record)
        let agent = SeccompAgent(specification.linux?.seccomp, state: created)
        let reports = try connectToStart()
        do throws(RuntimeError) {
            try follow(reports, specification, agent: agent, state: created)
        } catch {
            // Its listener may be nobody's; after a failure of its own it ends anyway.
            _ = try? record.process?.open()?.send(.kill)
            throw error
        }
        let hooks = HookRunner(.poststart, of: specification)
        hooks.runAll(try state(.running, record: record)).forEach(warn)
    }

    /// Lets the process go on, which can be done once. The name goes first: it
    /// tells whether the start has come. Whoever is killed after that leaves a
    /// container that has stopped.
    private func connectToStart() throws(RuntimeError) -> LaunchReports {
        do throws(SystemError) {
            let socket = try UnixSocket.connect(Self.startSocketName, in: directory, type: .packets)
            try directory.removeFile(Self.startSocketName)
            let reports = LaunchReports(owning: socket)
            try reports.answer()
            return reports
        } catch {
            throw .system(error)
        }
    }

    /// Hears how the start ends. Steps are counted from the first one after it.
    private func follow(
        _ reports: borrowing LaunchReports, _ spec: RuntimeSpec, agent: SeccompAgent?, state: RuntimeState
    ) throws(RuntimeError) {
        while true {
            let report: LaunchReport
            do { report = try reports.next() } catch { throw .system(error) }
            switch report {
            case .ended: return
            case .failed(let failure):
                let plan = try LaunchPlan(afterStartOf: spec, state: state)
                guard failure.step < plan.stepCount else { throw confused() }
                throw .launch(.step(plan.steps[failure.step], failure))
            case .listener(let listener):
                guard let agent else { throw confused() }
                do { try agent.send(listener, of: state.pid ?? 0) } catch { throw .system(error) }
            case .ready: throw confused()
            case .awaiting: throw confused()
            case .console: throw confused()
            }
        }
    }

    private func confused() -> RuntimeError {
        .system(SystemError("follow", "the start of container \(id)", errno: EPROTO))
    }
}
