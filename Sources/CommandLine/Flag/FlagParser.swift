/// Finds the flags among words by pflag's rules:
///
///     --name x   --name=x      a value, apart or joined
///     -n x   -nx   -n=x        the same by the short name
///     -it                      several letters; the last may take a value
///     --rm=false               a toggle takes a value only when joined
///     --                       ends the flags
///     -                        is an argument
///
/// The tables are short and so are command lines: flags are found by walking
/// the table, which is cheaper than building a dictionary at each start.
struct FlagParser {
    private let groups: [FlagGroup]
    private let endAtFirstArgument: Bool
    private var words: ArraySlice<String> = []
    /// What is neither a flag nor a flag's value.
    private(set) var arguments: [String] = []
    /// `--help` was met; nothing after it was read.
    private(set) var wantsHelp = false

    init(_ groups: [FlagGroup], endAtFirstArgument: Bool) {
        self.groups = groups
        self.endAtFirstArgument = endAtFirstArgument
    }

    /// Applies each flag as it is met.
    mutating func parse(_ line: ArraySlice<String>) throws(UsageProblem) {
        words = line
        while !wantsHelp, let word = words.popFirst() {
            if word == "--" { break }
            if word.hasPrefix("--") {
                try parseLong(word)
            } else if word.hasPrefix("-"), word != "-" {
                try parseCluster(word)
            } else {
                arguments.append(word)
                if endAtFirstArgument { break }
            }
        }
        arguments += words
    }

    private mutating func parseLong(_ word: String) throws(UsageProblem) {
        let body = word.dropFirst(2)
        guard body.first != "-", body.first != "=" else { throw .badSyntax(word) }
        let equals = body.firstIndex(of: "=")
        let name = String(body[..<(equals ?? body.endIndex)])
        guard let flag = flag(where: { $0.name == name || $0.alias == name }) else {
            if name != "help" { throw .unknownFlag("--\(name)", suggestion: suggestion(for: name)) }
            wantsHelp = true
            return
        }
        if let equals {
            try flag.apply(String(body[body.index(after: equals)...]))
        } else if !flag.takesValue {
            try flag.apply(nil)
        } else if let value = words.popFirst() {
            try flag.apply(value)
        } else {
            throw .missingValue("--\(name)")
        }
    }

    private mutating func parseCluster(_ word: String) throws(UsageProblem) {
        var letters = word.dropFirst()
        while let letter = letters.first {
            guard let flag = flag(where: { $0.shortName == letter }) else {
                if letter != "h" { throw .unknownShorthand(letter, in: "-\(letters)") }
                wantsHelp = true
                return
            }
            let rest = letters.dropFirst()
            if rest.first == "=", rest.utf8.count > 1 { return try flag.apply(String(rest.dropFirst())) }
            if flag.takesValue {
                guard let value = rest.isEmpty ? words.popFirst() : String(rest) else {
                    throw .missingValue("'\(letter)' in -\(letters)")
                }
                return try flag.apply(value)
            }
            try flag.apply(nil)
            letters = rest
        }
    }

    private func flag(where matches: (Flag) -> Bool) -> Flag? {
        for group in groups {
            if let flag = group.flags.first(where: matches) { return flag }
        }
        return nil
    }

    private func suggestion(for name: String) -> String? {
        let names = groups.flatMap { $0.shown.map { $0.name } }
        return name.nearest(of: names).map { "--\($0)" }
    }
}
