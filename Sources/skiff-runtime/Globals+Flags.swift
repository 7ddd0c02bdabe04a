import CommandLine

extension Globals {
    /// Takes the flags before the command's word.
    /// - Returns: the words from the command's on.
    mutating func parse(_ words: [String]) throws(UsageError) -> [String] {
        let flags = GlobalFlags()
        // Those before a wrong one hold: the log is told of it.
        defer { self = flags.globals }
        let rest = try LeadingFlags.parse(flags.groups, of: words, path: "skiff-runtime")
        return flags.wantsVersion ? ["--version"] : rest
    }
}

/// The table of the flags before the command's word.
final class GlobalFlags {
    private(set) var globals = Globals()
    private(set) var wantsVersion = false

    /// All of them; the page of help has a line of its own for the version.
    var groups: [FlagGroup] {
        [shown, FlagGroup([Flag("version", short: "v", "Print the version") { self.wantsVersion = $0 }])]
    }

    /// Those of the page of help.
    var shown: FlagGroup {
        FlagGroup([
            Flag("root", value: "DIR", "Keep the containers' state there") { self.globals.root = $0 },
            Flag("log", value: "FILE", "Write errors and warnings to the file too") { self.globals.log.path = $0 },
            Flag("log-format", value: "FORMAT", "How lines of the file look: text or json") {
                guard let format = DiagnosticLog.Format(rawValue: $0) else { throw Problem.format }
                self.globals.log.format = format
            },
            Flag("debug", "Write each command to the file too") { self.globals.log.isVerbose = $0 },
            Flag("systemd-cgroup", "Let systemd make the cgroup: linux.cgroupsPath is SLICE:PREFIX:NAME") {
                self.globals.usesSystemd = $0
            },
            Flag("rootless", value: "true|false|auto", "Go without what only root may do") {
                guard ["true", "false", "auto"].contains($0) else { throw Problem.rootless }
            },
        ])
    }

    private enum Problem: Error, CustomStringConvertible {
        case format, rootless

        var description: String {
            switch self {
            case .format: "must be text or json"
            case .rootless: "must be true, false or auto"
            }
        }
    }
}
