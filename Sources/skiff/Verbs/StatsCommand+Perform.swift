import Cgroups
import CommandLine
import Commands
import Engine
import Glibc
import LinuxSystem

extension StatsCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            var sampler = Sampler()
            // A share of processor time takes two looks.
            _ = try round(engine, names, options, &sampler)
            repeat {
                usleep(options.streams ? 1_000_000 : 250_000)
                show(
                    try listing.text(
                        round(engine, names, options, &sampler), as: options.format,
                        isForTerminal: StandardStream.output.isTerminal), options)
            } while options.streams
            return 0
        }
    }

    private static let listing = Listing(
        [
            "Container": "CONTAINER", "ID": "CONTAINER ID", "Name": "NAME", "CPUPerc": "CPU %",
            "MemUsage": "MEM USAGE / LIMIT", "MemPerc": "MEM %", "NetIO": "NET I/O", "BlockIO": "BLOCK I/O",
            "PIDs": "PIDS",
        ], columns: ["ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "BlockIO", "PIDs"])

    /// A live table is drawn over the last one.
    private static func show(_ text: String, _ options: Options) {
        let isLive = options.streams && options.format != .json && StandardStream.output.isTerminal
        StandardStream.output.write((isLive ? "\u{1b}[H\u{1b}[2J" : "") + text)
    }

    /// Those named, or all that run; with `--all` those that don't, too.
    private static func round(
        _ engine: Engine, _ names: [String], _ options: Options, _ sampler: inout Sampler
    ) throws -> [ListRow] {
        let containers = names.isEmpty ? try engine.allContainers() : try names.map { try engine.container($0) }
        var rows = [ListRow]()
        for container in containers {
            guard container.running != nil else {
                if options.all {
                    rows.append(row(of: container, nil, &sampler, options))
                } else if !names.isEmpty {
                    _ = try engine.statistics(of: container)  // says that it isn't running
                }
                continue
            }
            do {
                rows.append(row(of: container, try engine.statistics(of: container), &sampler, options))
            } catch let error as CgroupError where error.kind == .notFound {
                continue  // it ended a moment ago
            }
        }
        return rows
    }

    /// The last look at each container, to tell a rate from.
    private struct Sampler {
        private struct Look {
            let usage: UInt64
            let time: Timestamp
        }

        private var last: [String: Look] = [:]

        /// Percent of one processor since the last look; `nil` at the first.
        mutating func share(of id: String, usage: UInt64?) -> Double? {
            guard let usage else { return nil }
            let now = Timestamp.now()
            defer { last[id] = Look(usage: usage, time: now) }
            guard let before = last[id], now > before.time, usage >= before.usage else { return nil }
            return Double(usage - before.usage) / Double(now.nanoseconds - before.time.nanoseconds) * 100
        }
    }

    private static func row(
        of container: Container, _ statistics: Statistics?, _ sampler: inout Sampler, _ options: Options
    ) -> ListRow {
        let absent = "--"
        let share = sampler.share(of: container.id, usage: statistics?.cpu?.usage)
        let limit = statistics?.memory.map { $0.limit ?? hostMemory }
        let use = statistics?.memory?.workingSet
        let io = statistics?.io.map { "\($0.readBytes.decimalSizeText) / \($0.writtenBytes.decimalSizeText)" }
        let id = options.truncates ? String(container.id.prefix(12)) : container.id
        return ListRow([
            "Container": id, "ID": id, "Name": container.name,
            "CPUPerc": share.map { Percentage($0).text } ?? absent,
            "MemUsage": "\(use?.binarySizeText ?? absent) / \(limit?.binarySizeText ?? absent)",
            "MemPerc": use.map { Percentage(Double($0) / Double(max(limit ?? 1, 1)) * 100).text } ?? absent,
            "NetIO": "\(absent) / \(absent)", "BlockIO": io ?? "\(absent) / \(absent)",
            "PIDs": statistics?.pids?.current.map { String($0) } ?? absent,
        ])
    }

    /// Without a limit the host's memory is the limit.
    private static var hostMemory: UInt64 {
        UInt64(max(0, sysconf(Int32(_SC_PHYS_PAGES)))) * UInt64(max(0, sysconf(Int32(_SC_PAGESIZE))))
    }
}
