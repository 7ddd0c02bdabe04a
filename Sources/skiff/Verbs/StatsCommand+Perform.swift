import Cgroups
import CommandLine
import Commands
import Engine
import Glibc
import LinuxSystem

extension StatsCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            var rounds = try Rounds(options, names)
            // A share of processor time takes two looks.
            _ = try rounds.next()
            var display = StatsDisplay(options)
            repeat {
                usleep(options.streams ? 1_000_000 : 250_000)
                try display.show(rounds.next())
            } while options.streams
            return 0
        }
    }

    /// One look after the other at those named, or at all that run; with `--all` at those that don't, too.
    private struct Rounds {
        private let engine: Engine
        private let meter: ContainerMeter
        private let options: Options
        private let names: [String]
        private var sampler = Sampler()

        init(_ options: Options, _ names: [String]) throws {
            engine = try Engine.open()
            meter = try ContainerMeter()
            self.options = options
            self.names = names
        }

        mutating func next() throws -> [ListRow] {
            var rows = [ListRow]()
            for (name, container) in try containers() {
                // One that has just ended is as one that doesn't run.
                let reading = try container.process.flatMap { try meter.read($0) }
                if reading == nil, names.isEmpty, !options.all { continue }
                rows.append(row(of: container, as: name, reading))
            }
            return rows
        }

        private func containers() throws -> [(String, ListedContainer)] {
            if !names.isEmpty { return try names.map { ($0, try engine.listed($0)) } }
            var query = ContainerQuery()
            query.all = options.all
            query.wantsRecords = false
            return try engine.list(query).map { (shownID(of: $0), $0) }
        }

        private func shownID(of container: ListedContainer) -> String {
            options.truncates ? String(container.id.prefix(12)) : container.id
        }

        private mutating func row(
            of container: ListedContainer, as name: String, _ reading: ContainerMeter.Reading?
        ) -> ListRow {
            let absent = "--"
            let statistics = reading?.statistics
            let share = sampler.share(of: container.id, usage: statistics?.cpu?.usage)
            // Without a limit the host's memory is the limit.
            let limit = statistics?.memory.map { $0.limit ?? HostFacts.memory }
            let use = statistics?.memory?.workingSet
            let network = reading?.traffic.map { "\($0.received.decimalSizeText) / \($0.sent.decimalSizeText)" }
            let io = statistics?.io.map { "\($0.readBytes.decimalSizeText) / \($0.writtenBytes.decimalSizeText)" }
            return ListRow([
                "Container": name, "ID": shownID(of: container), "Name": container.name,
                "CPUPerc": share.map { Percentage($0).text } ?? absent,
                "MemUsage": "\(use?.binarySizeText ?? absent) / \(limit?.binarySizeText ?? absent)",
                "MemPerc": use.map { Percentage(Double($0) / Double(max(limit ?? 1, 1)) * 100).text } ?? absent,
                "NetIO": network ?? "\(absent) / \(absent)", "BlockIO": io ?? "\(absent) / \(absent)",
                "PIDs": statistics?.pids?.current.map { String($0) } ?? absent,
            ])
        }
    }

    /// The last look at each container, to tell a rate from.
    private struct Sampler {
        private struct Look {
            let usage: UInt64
            let time: Uptime
        }

        private var last: [String: Look] = [:]

        /// Percent of one processor since the last look; `nil` at the first.
        mutating func share(of id: String, usage: UInt64?) -> Double? {
            guard let usage else { return nil }
            let now = Uptime.now()
            defer { last[id] = Look(usage: usage, time: now) }
            guard let before = last[id], now > before.time, usage >= before.usage else { return nil }
            return Double(usage - before.usage) / Double(now.nanoseconds - before.time.nanoseconds) * 100
        }
    }
}

/// Prints the rounds: on a terminal each over the one before.
private struct StatsDisplay {
    private let options: StatsCommand.Options
    private var live = LiveTable()

    init(_ options: StatsCommand.Options) {
        self.options = options
    }

    private static let listing = Listing(
        [
            "Container": "CONTAINER", "ID": "CONTAINER ID", "Name": "NAME", "CPUPerc": "CPU %",
            "MemUsage": "MEM USAGE / LIMIT", "MemPerc": "MEM %", "NetIO": "NET I/O", "BlockIO": "BLOCK I/O",
            "PIDs": "PIDS",
        ], columns: ["ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs"])

    /// What a narrow terminal has no room for, first the column that is missed least: the name tells the container,
    /// and use and limit tell the share.
    private static let leftOut = ["ID", "MemPerc", "NetIO", "BlockIO"]

    mutating func show(_ rows: [ListRow]) throws {
        let output = StandardStream.output
        guard options.streams, options.format != .json, let size = output.terminalSize else {
            return try Self.listing.write(rows, as: options.format)
        }
        let listing =
            options.format == .table
            ? Self.listing.fitting(Int(size.columns), rows, leavingOut: Self.leftOut) : Self.listing
        let text = try listing.text(rows, as: options.format, isForTerminal: true)
        output.write(live.frame(text, rows: Int(size.rows), columns: Int(size.columns)))
    }
}
