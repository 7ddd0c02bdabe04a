import CommandLine
import Commands
import Engine
import LinuxSystem
import Template

extension PsCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            if options.quiet, options.format != .table {
                Failure.complain("--format is ignored: --quiet prints ids alone")
            }
            let containers = try engine.list(options.query)
            if options.quiet {
                let ids = containers.map { shownID(of: $0, options) + "\n" }
                StandardStream.output.write(ids.joined())
                return 0
            }
            var images = Engine.ImageNames(engine)
            let rows = containers.map { row(of: $0, options, &images) }
            try (options.size ? sizedListing : listing).write(rows, as: options.format)
            return 0
        }
    }

    private static let columns = ["ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names"]

    private static var listing: Listing {
        Listing(
            [
                "ID": "CONTAINER ID", "Image": "IMAGE", "Command": "COMMAND", "CreatedAt": "CREATED AT",
                "RunningFor": "CREATED", "Ports": "PORTS", "State": "STATE", "Status": "STATUS", "Size": "SIZE",
                "Names": "NAMES", "Labels": "LABELS", "LocalVolumes": "LOCAL VOLUMES", "Mounts": "MOUNTS",
                "Networks": "NETWORKS",
            ], columns: columns)
    }

    private static var sizedListing: Listing { listing.showing(columns + ["Size"]) }

    private static func row(
        of container: ListedContainer, _ options: Options, _ images: inout Engine.ImageNames
    ) -> ListRow {
        let record = container.record
        let command = commandText(record.arguments)
        let labels = record.labels.sorted { $0.key < $1.key }
        let mounts = record.mounts.map { options.truncates ? $0.source.clipped(to: 15) : $0.source }
        var row = ListRow([
            "ID": shownID(of: container, options), "Image": images.name(of: container, truncates: options.truncates),
            "Command": (options.truncates ? command.clipped(to: 20) : command).quotedAsInGo,
            // In no table, and slow to make.
            "CreatedAt": options.format == .table ? "" : container.created.listText,
            "RunningFor": container.created.age, "Ports": container.ports.text,
            "State": container.status.name, "Status": container.status.text, "Size": sizeText(container.size),
            "Names": container.name, "Labels": labels.map { "\($0.key)=\($0.value)" }.joined(separator: ","),
            "LocalVolumes": String(record.mounts.count { $0.isVolume }), "Mounts": mounts.joined(separator: ","),
            "Networks": record.networks.joined(separator: ","),
        ])
        row.lookups = [RenderingContext.Lookup(name: "Label", texts: record.labels)]
        return row
    }

    /// The words as Docker shows them: one with a space stands in quotation marks.
    private static func commandText(_ arguments: [String]) -> String {
        let words = arguments.enumerated().map { index, word in
            index > 0 && word.contains(" ") ? "'\(word)'" : word
        }
        return words.joined(separator: " ")
    }

    private static func sizeText(_ size: ListedContainer.Size?) -> String {
        // Docker says 0B where nothing was measured.
        guard let size else { return "N/A" }
        return "\(size.written.sizeText) (virtual \(size.total.sizeText))"
    }

    private static func shownID(of container: ListedContainer, _ options: Options) -> String {
        options.truncates ? String(container.id.prefix(12)) : container.id
    }
}

extension ListedContainer.Status {
    /// `Up 2 hours (healthy)`, `Exited (137) 3 minutes ago`, `Created`: Docker's texts.
    var text: String {
        switch self {
        case .created: "Created"
        case .running(let since, nil): "Up \(since.duration)"
        case .running(let since, .starting): "Up \(since.duration) (health: starting)"
        case .running(let since, let health?): "Up \(since.duration) (\(health.rawValue))"
        case .paused(let since): "Up \(since.duration) (Paused)"
        case .restarting(let exitCode, let ended): "Restarting (\(exitCode)) \(ended.age)"
        case .exited(let exitCode, let ended): "Exited (\(exitCode)) \(ended.age)"
        case .dead: "Dead"
        }
    }
}
