import Commands
import Engine
import JSON
import LinuxSystem

extension VolumeCreateCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            if options.name != nil, !names.isEmpty {
                throw EngineError(.invalid, "the volume's name is given twice: leave out --name")
            }
            let name = try (names.first ?? options.name).flatMap { $0.isEmpty ? nil : try VolumeName(parsing: $0) }
            let volume = try Engine.open().createVolume(
                name: name, labels: options.labels, options: options.driverOptions)
            StandardStream.output.writeLine(volume.name)
            return 0
        }
    }
}

extension VolumeListCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let volumes = try Engine.open().volumes(options.filter)
            if options.quiet, options.format == .table {
                for usage in volumes { StandardStream.output.writeLine(usage.volume.name) }
            } else {
                try listing.write(volumes.map(row), as: options.format)
            }
            return 0
        }
    }

    private static let listing = Listing(
        [
            "Driver": "DRIVER", "Name": "VOLUME NAME", "Scope": "SCOPE", "Mountpoint": "MOUNTPOINT", "Labels": "LABELS",
            "Links": "LINKS", "Size": "SIZE", "Availability": "AVAILABILITY", "Group": "GROUP", "Status": "STATUS",
        ], columns: ["Driver", "Name"])

    private static func row(of usage: VolumeUsage) -> ListRow {
        let labels = usage.volume.shownLabels.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ",")
        // What Docker's lists have of clusters, and what it takes a walk through the files to know: 'system df -v'.
        let unknown = "N/A"
        return ListRow([
            "Driver": "local", "Name": usage.volume.name, "Scope": "local", "Mountpoint": usage.path,
            "Labels": labels, "Links": unknown, "Size": unknown, "Availability": unknown, "Group": unknown,
            "Status": unknown,
        ])
    }
}

extension VolumeInspectCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        InspectCommand.perform(options.format, names) { engine, name in try engine.volume(name).inspection }
    }
}

extension VolumeRemoveCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            try engine.removeVolume(name, force: options.force)
            StandardStream.output.writeLine(name)
        }
    }
}

extension VolumePruneCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            if !options.force {
                try Confirmation.require(
                    "volume prune",
                    "This will remove \(options.all ? "all" : "anonymous") local volumes not used by at least one "
                        + "container.")
            }
            let pruned = try Engine.open().pruneVolumes(all: options.all, options.filter)
            pruned.write()
            StandardStream.output.writeLine("Total reclaimed space: \(pruned.reclaimed.sizeText)")
            return 0
        }
    }
}

extension PrunedVolumes {
    /// Prints what was removed, as Docker does.
    func write() {
        if removed.isEmpty { return }
        StandardStream.output.writeLine("Deleted Volumes:")
        for name in removed { StandardStream.output.writeLine(name) }
        StandardStream.output.writeLine("")
    }
}
