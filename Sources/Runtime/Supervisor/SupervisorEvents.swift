import Events
import Glibc
import LinuxSystem
import Networks

/// What a supervisor tells the event log of its container, in Docker's words.
/// An event that can't be written changes nothing for the container.
///
/// `state.json` says `running` from before a run's `start` until after its
/// `die`, and both carry the moment of the start. So whoever finds it running
/// without a supervisor knows which events may be missing, and can tell
/// whether they are.
struct SupervisorEvents: ~Copyable {
    private let log: EventLog
    private let container: Descriptor
    private let id: String
    private var attributes: [String: String]
    /// The record that `attributes` are of: a rename replaces its file.
    private var record: ino_t?
    /// When the present run was started; `nil` before the first.
    private var run: Int64?

    /// - Parameter directory: the container's, in `containers` of the state directory.
    static func open(
        _ settings: SupervisorSettings, in directory: borrowing ContainerDirectory
    ) throws(SystemError) -> SupervisorEvents {
        let state = try directory.descriptor.open("../..", [.directory], resolution: [])
        let container = try directory.descriptor.duplicate()
        let record = try container.statusIfPresent(of: ContainerDirectory.recordName)?.st_ino
        return SupervisorEvents(
            log: EventLog(in: state), container: container, id: settings.containerID, attributes: settings.attributes,
            record: record)
    }

    private init(
        log: consuming EventLog, container: consuming Descriptor, id: String, attributes: [String: String],
        record: ino_t?
    ) {
        self.log = log
        self.container = container
        self.id = id
        self.attributes = attributes
        self.record = record
    }

    /// A run has begun, and `state.json` says so.
    mutating func started(at time: Timestamp) {
        run = time.nanoseconds
        emit("start")
    }

    /// A run has ended; `state.json` is about to say so.
    mutating func ended(_ record: ExitRecord) {
        if record.oomKilled { emit("oom") }
        var details = ["exitCode": String(record.exitCode)]
        details["execDuration"] = record.length.map { String($0 / 1000) }
        details["signal"] = record.signal.map { String($0) }
        details["cause"] = record.cause
        details["refusedCall"] = record.death?.refusedCalls.first?.call
        if record.wasStopped { details["stopped"] = "true" }
        emit("die", details)
    }

    /// A signal was sent on somebody's behalf.
    mutating func killed(by signal: Signal) { emit("kill", ["signal": String(signal.rawValue)]) }

    /// The container was asked to end, and has ended.
    mutating func stopped() { emit("stop") }

    mutating func paused() { emit("pause") }

    mutating func unpaused() { emit("unpause") }

    /// Somebody attached to its streams.
    mutating func attached() { emit("attach") }

    /// Somebody let go of them by the keys for that.
    mutating func detached() { emit("detach") }

    mutating func resized(to size: TerminalSize) {
        emit("resize", ["height": String(size.rows), "width": String(size.columns)])
    }

    /// - Parameter health: `healthy`, `unhealthy`.
    mutating func healthChanged(to health: String) { emit("health_status: \(health)") }

    /// A command is about to run beside the first process.
    mutating func execCreated(_ exec: String, _ arguments: [String]) {
        emit("exec_create: \(arguments.joined(separator: " "))", ["execID": exec])
    }

    mutating func execStarted(_ exec: String, _ arguments: [String]) {
        emit("exec_start: \(arguments.joined(separator: " "))", ["execID": exec])
    }

    mutating func execEnded(_ exec: String, exitCode: Int32) {
        emit("exec_die", ["execID": exec, "exitCode": String(exitCode)])
    }

    /// The container is in these networks from now on, or not any more: `connect`, `disconnect`.
    mutating func changed(_ action: String, _ network: ContainerNetwork?) {
        for attachment in network?.attachments ?? [] {
            let type = if case .bridge = attachment.kind { "bridge" } else { "macvlan" }
            let details = ["container": id, "name": attachment.networkName ?? attachment.network, "type": type]
            // The log counts what it can't take.
            _ = try? log.append(Event(.network, action, id: attachment.network, attributes: details))
        }
    }

    /// Whether this is the container's name at present.
    mutating func isCalled(_ name: String) -> Bool {
        renameIfAsked()
        return attributes["name"] == name
    }

    private mutating func emit(_ action: String, _ details: [String: String] = [:]) {
        renameIfAsked()
        let all = attributes.merging(details) { _, detail in detail }
        // The log counts what it can't take.
        _ = try? log.append(Event(.container, action, id: id, run: run, attributes: all))
    }

    /// The name is the one thing of them that may change.
    private mutating func renameIfAsked() {
        // Of a record that can't be read the last name is as good as any.
        guard let current = try? container.status(of: ContainerDirectory.recordName).st_ino, current != record,
            let name = try? ContainerDirectory.readName(in: container)
        else { return }
        record = current
        attributes["name"] = name
    }
}
