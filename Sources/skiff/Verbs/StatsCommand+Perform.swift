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
                let rows = try round(engine, names, options, &sampler)
                switch options.format {
                case .json: try JSONLines.write(rows)
                case .table: show(rows, options)
                }
            } while options.streams
            return 0
        }
    }

    private static func show(_ rows: [Row], _ options: Options) {
        var table = Table([
            .init("container id"), .init("name"), .init("cpu %", .right), .init("mem usage / limit", .right),
            .init("mem %", .right), .init("block i/o", .right), .init("pids", .right),
        ])
        for row in rows {
            let id = options.truncates ? String(row.ID.prefix(12)) : row.ID
            table.append([id, row.Name, row.CPUPerc, row.MemUsage, row.MemPerc, row.BlockIO, row.PIDs])
        }
        // A live table is drawn over the last one.
        let clear = options.streams && StandardStream.output.isTerminal ? "\u{1b}[H\u{1b}[2J" : ""
        StandardStream.output.write(clear + table.text)
    }

    /// Those named, or all that run; with `--all` those that don't, too.
    private static func round(
        _ engine: Engine, _ names: [String], _ options: Options, _ sampler: inout Sampler
    ) throws -> [Row] {
        let containers = names.isEmpty ? try engine.allContainers() : try names.map { try engine.container($0) }
        var rows = [Row]()
        for container in containers {
            guard case .running = container.state else {
                if options.all {
                    rows.append(Row(container, nil, &sampler))
                } else if !names.isEmpty {
                    _ = try engine.statistics(of: container)  // says that it isn't running
                }
                continue
            }
            do {
                rows.append(Row(container, try engine.statistics(of: container), &sampler))
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

    /// One container, with Docker's names for what its templates call fields.
    private struct Row: Encodable {
        let ID: String
        let Name: String
        let CPUPerc: String
        let MemUsage: String
        let MemPerc: String
        let BlockIO: String
        let PIDs: String

        init(_ container: Container, _ statistics: Statistics?, _ sampler: inout Sampler) {
            let absent = "--"
            ID = container.id
            Name = container.name
            CPUPerc =
                sampler.share(of: container.id, usage: statistics?.cpu?.usage).map { Percentage($0).text } ?? absent
            let limit = statistics?.memory.map { $0.limit ?? Self.hostMemory }
            let use = statistics?.memory?.workingSet
            MemUsage = "\(use?.binarySizeText ?? absent) / \(limit?.binarySizeText ?? absent)"
            MemPerc = use.map { Percentage(Double($0) / Double(max(limit ?? 1, 1)) * 100).text } ?? absent
            BlockIO =
                statistics?.io.map { "\($0.readBytes.decimalSizeText) / \($0.writtenBytes.decimalSizeText)" }
                ?? "\(absent) / \(absent)"
            PIDs = statistics?.pids?.current.map { String($0) } ?? absent
        }

        /// Without a limit the host's memory is the limit.
        private static var hostMemory: UInt64 {
            UInt64(max(0, sysconf(Int32(_SC_PHYS_PAGES)))) * UInt64(max(0, sysconf(Int32(_SC_PAGESIZE))))
        }
    }
}
