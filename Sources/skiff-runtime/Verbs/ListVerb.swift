import CommandLine
import JSON
import LinuxSystem
import OCI
import Runtime

/// `list`: the containers of the store.
enum ListVerb {
    static func command(_ globals: Globals) -> Command {
        Command("list", "List containers", arguments: .none) { (options: Options, _: [String]) in
            globals.reporting { store throws(RuntimeError) in
                if options.quiet {
                    for id in try identifiers(store) { StandardStream.output.writeLine(id.description) }
                    return 0
                }
                let states = try store.states()
                if options.json {
                    StandardStream.output.writeLine(String(decoding: states.json, as: UTF8.self))
                } else {
                    StandardStream.output.write(table(states))
                }
                return 0
            }
        }
    }

    private static func identifiers(
        _ store: borrowing ContainerStore
    ) throws(RuntimeError) -> [ContainerIdentifier] {
        do { return try store.identifiers() } catch { throw .system(error) }
    }

    private static func table(_ states: [RuntimeState]) -> String {
        var table = Table("id", "pid", "status", "bundle", "created", "owner")
        for state in states {
            table.append([
                state.id, "\(state.pid ?? 0)", state.status.rawValue, state.bundle, state.created ?? "",
                state.owner ?? "",
            ])
        }
        return table.text
    }

    final class Options: CommandOptions {
        var quiet = false
        var json = false
        var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("quiet", short: "q", "Print names only") { self.quiet = $0 },
                    .format { self.json = $0 },
                ])
            ]
        }
    }
}

extension Flag {
    /// `--format table|json`.
    static func format(set: @escaping (_ json: Bool) -> Void) -> Flag {
        Flag("format", short: "f", value: "FORMAT", "table or json") { text in
            guard text == "table" || text == "json" else { throw UnknownFormat() }
            set(text == "json")
        }
    }

    private struct UnknownFormat: Error, CustomStringConvertible {
        let description = "must be table or json"
    }
}
