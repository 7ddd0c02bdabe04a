import Glibc
import LinuxSystem
import TestSupport

/// An event, as `skiff events --format json` prints it.
struct PrintedEvent: Hashable {
    let cursor: Int
    let type: String
    let action: String
    let id: String
    let attributes: [String: String]

    init(_ json: JSON) throws {
        cursor = Int(json["cursor"].string?.dropFirst() ?? "") ?? -1
        type = json["Type"].string ?? ""
        action = json["Action"].string ?? ""
        id = json["Actor"]["ID"].string ?? ""
        attributes = json["Actor"]["Attributes"].members.compactMapValues(\.string)
    }

    /// Of each line.
    static func parse(_ lines: [String]) throws -> [PrintedEvent] {
        try lines.map { try PrintedEvent(JSON(parsing: $0)) }
    }
}

extension Skiff {
    /// The cursor of the last event.
    func lastCursor() throws -> String {
        let words = ["events", "--since", "c0", "--until", "0s", "--format", "{{.Cursor}}"]
        return try run(words).succeeded().lines.last ?? "c0"
    }

    /// All events after the cursor, up to now.
    func events(since cursor: String) throws -> [PrintedEvent] {
        try PrintedEvent.parse(
            run("events", "--since", cursor, "--until", "0s", "--format", "json").succeeded().lines)
    }

    /// What runs of this state directory under the name of a supervisor: nothing else may be killed.
    var supervisors: [HostProcess] {
        HostProcess.all.filter { process in
            process.words.starts(with: ["skiff-runtime", "supervise"]) && process.stateDirectory == root
        }
    }

    /// Kills a container's supervisor and waits until the container has ended with it.
    func killSupervisor(of container: RunningContainer) throws {
        let process = try ProcessDescriptor(pid: container.pid)
        guard let parent = HostProcess(container.pid).parent, supervisors.contains(where: { $0.id == parent.id })
        else { throw TestFailure("container \(container.name) has no supervisor") }
        try ProcessDescriptor(pid: parent.id).send(.kill)
        guard try process.waitForEnd(milliseconds: 5000) else { throw TestFailure("\(container.name) still runs") }
    }
}
