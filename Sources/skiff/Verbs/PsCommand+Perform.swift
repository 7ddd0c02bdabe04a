import CommandLine
import Commands
import Engine
import LinuxSystem
import Runtime

extension PsCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let containers = try Engine.open().allContainers().filter { container in
                container.isSupervised || options.all
            }
            if options.quiet, options.format == .table {
                for container in containers { StandardStream.output.writeLine(shownID(of: container, options)) }
                return 0
            }
            try listing.write(containers.map { row(of: $0, options) }, as: options.format)
            return 0
        }
    }

    private static let listing = Listing(
        [
            "ID": "CONTAINER ID", "Image": "IMAGE", "Command": "COMMAND", "CreatedAt": "CREATED AT",
            "RunningFor": "CREATED", "Ports": "PORTS", "State": "STATE", "Status": "STATUS", "Size": "SIZE",
            "Names": "NAMES", "Labels": "LABELS", "Mounts": "MOUNTS", "Networks": "NETWORKS",
        ], columns: ["ID", "Image", "Command", "RunningFor", "Status", "Names"])

    private static func row(of container: Container, _ options: Options) -> ListRow {
        let record = container.record
        let command = record.arguments.joined(separator: " ")
        let created = Timestamp(nanoseconds: record.createdAt)
        let labels = record.labels.sorted { $0.key < $1.key }
        return ListRow([
            "ID": shownID(of: container, options), "Image": record.image,
            "Command": "\"\(options.truncates ? command.clipped(to: 20) : command)\"",
            "CreatedAt": created.listText, "RunningFor": created.age, "Ports": "", "State": container.statusName,
            "Status": container.statusText, "Size": "", "Names": container.name,
            "Labels": labels.map { "\($0.key)=\($0.value)" }.joined(separator: ","), "Mounts": "",
            "Networks": record.network.rawValue,
        ])
    }

    private static func shownID(of container: Container, _ options: Options) -> String {
        options.truncates ? String(container.id.prefix(12)) : container.id
    }
}

extension Container {
    /// `Up 2 hours`, `Exited (137) 3 minutes ago`, `Created`.
    var statusText: String {
        switch state {
        case .created: "Created"
        case .running(let running):
            "Up \(Timestamp(nanoseconds: running.startedAt).duration)\(running.health?.remark ?? "")"
        case .paused(let running): "Up \(Timestamp(nanoseconds: running.startedAt).duration) (Paused)"
        case .restarting(let restarting):
            "Restarting (\(restarting.last.exitCode)) \(Timestamp(nanoseconds: restarting.last.finishedAt).age)"
        case .exited(let record): "Exited (\(record.exitCode)) \(Timestamp(nanoseconds: record.finishedAt).age)"
        }
    }
}

extension Health {
    /// What Docker adds to the status.
    fileprivate var remark: String { status == .starting ? " (health: starting)" : " (\(status.rawValue))" }
}
