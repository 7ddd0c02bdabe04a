import CommandLine
import Commands
import Engine
import LinuxSystem
import Runtime

extension PsCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let containers = try Engine.open().allContainers().filter { container in
                if case .running = container.state { true } else { options.all }
            }
            if options.quiet {
                for container in containers { StandardStream.output.writeLine(shown(container.id, options)) }
                return 0
            }
            let rows = containers.map { Row($0, options: options) }
            switch options.format {
            case .json: try JSONLines.write(rows)
            case .table: StandardStream.output.write(table(rows))
            }
            return 0
        }
    }

    fileprivate static func shown(_ id: String, _ options: Options) -> String {
        options.truncates ? String(id.prefix(12)) : id
    }

    private static func table(_ rows: [Row]) -> String {
        var table = Table("container id", "image", "command", "created", "status", "names")
        for row in rows {
            table.append([row.ID, row.Image, "\"\(row.Command)\"", row.RunningFor, row.Status, row.Names])
        }
        return table.text
    }

    /// One container, with Docker's names for what its templates call fields.
    private struct Row: Encodable {
        let ID: String
        let Image: String
        let Command: String
        let CreatedAt: String
        let RunningFor: String
        let State: String
        let Status: String
        let Names: String

        init(_ container: Container, options: Options) {
            let command = container.record.arguments.joined(separator: " ")
            ID = PsCommand.shown(container.id, options)
            Image = container.record.image
            Command = options.truncates && command.count > 20 ? command.prefix(19) + "…" : command
            CreatedAt = Timestamp(nanoseconds: container.record.createdAt).description
            RunningFor = Timestamp(nanoseconds: container.record.createdAt).age
            State = container.statusName
            Status = container.statusText
            Names = container.name
        }
    }
}

extension Container {
    /// `Up 2 hours`, `Exited (137) 3 minutes ago`, `Created`.
    var statusText: String {
        switch state {
        case .created: "Created"
        case .running(let running): "Up \(Timestamp(nanoseconds: running.startedAt).duration)"
        case .exited(let record): "Exited (\(record.exitCode)) \(Timestamp(nanoseconds: record.finishedAt).age)"
        }
    }
}

extension Timestamp {
    /// `3 minutes`, until now.
    var duration: String {
        Duration.nanoseconds(max(0, Timestamp.now().nanoseconds - nanoseconds)).approximateText
    }

    /// `3 minutes ago`.
    var age: String { duration + " ago" }
}
