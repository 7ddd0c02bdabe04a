import Commands
import Engine
import JSON
import LinuxSystem
import Template

extension NetworkCreateCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let network = try Engine.open().createNetwork(options.request(names[0]))
            StandardStream.output.writeLine(network.id)
            return 0
        }
    }
}

extension NetworkListCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let networks = try Engine.open().networks(options.filter).map(\.network)
            if options.quiet, options.format == .table {
                for network in networks { StandardStream.output.writeLine(shownID(of: network, options)) }
            } else {
                try listing.write(networks.map { row(of: $0, options) }, as: options.format)
            }
            return 0
        }
    }

    private static let listing = Listing(
        [
            "ID": "NETWORK ID", "Name": "NAME", "Driver": "DRIVER", "Scope": "SCOPE", "IPv4": "IPV4", "IPv6": "IPV6",
            "Internal": "INTERNAL", "Labels": "LABELS", "CreatedAt": "CREATED AT",
        ], columns: ["ID", "Name", "Driver", "Scope"])

    private static func row(of network: NetworkRecord, _ options: Options) -> ListRow {
        let labels = network.labels.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ",")
        var row = ListRow([
            "ID": shownID(of: network, options), "Name": network.name, "Driver": network.driver.rawValue,
            "Scope": "local", "IPv4": String(network.hasVersion4), "IPv6": String(network.hasVersion6),
            "Internal": String(network.isInternal), "Labels": labels, "CreatedAt": network.createdAt.listText,
        ])
        row.lookups = [RenderingContext.Lookup(name: "Label", texts: network.labels)]
        return row
    }

    private static func shownID(of network: NetworkRecord, _ options: Options) -> String {
        options.truncates ? String(network.id.prefix(12)) : network.id
    }
}

extension NetworkInspectCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        InspectCommand.perform(options.format, names) { engine, name in
            try engine.inspect(engine.network(name))
        }
    }
}

extension NetworkRemoveCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            try engine.removeNetwork(name, force: options.force)
            StandardStream.output.writeLine(name)
        }
    }
}

extension NetworkPruneCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            if !options.force {
                try Confirmation.require(
                    "network prune", "This will remove all custom networks not used by at least one container.")
            }
            writePruned(try Engine.open().pruneNetworks(options.filter))
            return 0
        }
    }

    /// Prints what was removed, as Docker does.
    static func writePruned(_ names: [String]) {
        if names.isEmpty { return }
        StandardStream.output.writeLine("Deleted Networks:")
        for name in names { StandardStream.output.writeLine(name) }
        StandardStream.output.writeLine("")
    }
}

extension NetworkConnectCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            var connection = options.connection
            connection.network = names[0]
            try Engine.open().connect(names[1], connection)
            return 0
        }
    }
}

extension NetworkDisconnectCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            try Engine.open().disconnect(names[1], from: names[0], force: options.force)
            return 0
        }
    }
}
