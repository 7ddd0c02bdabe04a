import CommandLine
import LinuxSystem
import Runtime

/// `events`: what a container uses, and when it ran out of memory.
enum EventsVerb {
    static func command(_ globals: Globals) -> Command {
        var command = Command("events", "Print a container's use of resources", arguments: .container) {
            (options: Options, words: [String]) in
            globals.reporting { store throws(RuntimeError) in
                let container = try store.open(ContainerIdentifier(words[0]))
                try container.events(every: options.once ? nil : options.interval) { line in
                    StandardStream.output.write(line[...])
                }
                return 0
            }
        }
        command.discussion = """
            A line of JSON at each interval, and one when the container runs out of memory, until it ends.
            """
        return command
    }

    final class Options: CommandOptions {
        var once = false
        var interval: CInt = 5000
        var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("stats", "Print the use once and leave") { self.once = $0 },
                    Flag("interval", value: "TIME", "How often, such as 500ms or 1m (default 5s)") {
                        self.interval = try Self.milliseconds($0)
                    },
                ])
            ]
        }

        /// Go's way to write a time, as far as it is of use here.
        private static func milliseconds(_ text: String) throws -> CInt {
            let units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]
            for (unit, factor) in units where text.hasSuffix(unit) {
                guard let number = Int32(text.dropLast(unit.count)), number > 0 else { continue }
                let (total, overflows) = number.multipliedReportingOverflow(by: CInt(factor))
                if !overflows { return total }
            }
            throw InvalidTime()
        }

        private struct InvalidTime: Error, CustomStringConvertible {
            let description = "must be a time such as 500ms, 5s or 1m"
        }
    }
}
