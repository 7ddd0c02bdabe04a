/// Reads words by pflag's rules:
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
struct FlagParser<Options: CommandOptions> {
    private let flags: [FlagGroup<Options>]
    private let endAtFirstArgument: Bool
    private(set) var call = Call<Options>()
    /// `--help` was met; nothing after it was read.
    private(set) var wantsHelp = false

    init(flags: [FlagGroup<Options>], endAtFirstArgument: Bool) {
        self.flags = flags
        self.endAtFirstArgument = endAtFirstArgument
    }

    mutating func parse(_ words: ArraySlice<String>) throws(UsageProblem) {
        var words = words
        while !wantsHelp, let word = words.popFirst() {
            if word == "--" {
                call.arguments += words
                return
            } else if word.hasPrefix("--") {
                try parseLong(word, &words)
            } else if word.hasPrefix("-"), word != "-" {
                try parseCluster(word, &words)
            } else {
                call.arguments.append(word)
                if endAtFirstArgument {
                    call.arguments += words
                    return
                }
            }
        }
    }

    private mutating func parseLong(_ word: String, _ words: inout ArraySlice<String>) throws(UsageProblem) {
        let body = word.dropFirst(2)
        guard body.first != "-", body.first != "=" else { throw .badSyntax(word) }
        let equals = body.firstIndex(of: "=") ?? body.endIndex
        let name = body[..<equals]
        guard let flag = first(where: { $0.name == name || $0.alias.map { $0 == name } ?? false }) else {
            if name == "help" {
                wantsHelp = true
                return
            }
            throw .unknownFlag("--\(name)", suggestion: suggestion(for: String(name)))
        }
        var value = equals == body.endIndex ? nil : String(body[body.index(after: equals)...])
        if flag.takesValue, value == nil {
            value = words.popFirst()
            if value == nil { throw .missingValue("--\(name)") }
        }
        try flag.apply(value, to: &call.options)
    }

    private mutating func parseCluster(_ word: String, _ words: inout ArraySlice<String>) throws(UsageProblem) {
        var letters = word.dropFirst()
        while let letter = letters.first {
            guard let flag = first(where: { $0.shortName == letter }) else {
                if letter == "h" {
                    wantsHelp = true
                    return
                }
                throw .unknownShorthand(letter, in: "-\(letters)")
            }
            let cluster = letters
            letters.removeFirst()
            if letters.first == "=", letters.count > 1 {
                return try flag.apply(String(letters.dropFirst()), to: &call.options)
            }
            if flag.takesValue {
                guard let value = letters.isEmpty ? words.popFirst() : String(letters) else {
                    throw .missingValue("'\(letter)' in -\(cluster)")
                }
                return try flag.apply(value, to: &call.options)
            }
            try flag.apply(nil, to: &call.options)
        }
    }

    private func first(where matches: (Flag<Options>) -> Bool) -> Flag<Options>? {
        for group in flags {
            if let flag = group.flags.first(where: matches) { return flag }
        }
        return nil
    }

    private func suggestion(for name: String) -> String? {
        let names = flags.flatMap { $0.flags.filter { !$0.isHidden }.map(\.name) }
        return name.nearest(of: names).map { "--\($0)" }
    }
}
