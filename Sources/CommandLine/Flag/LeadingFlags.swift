/// Flags that stand before a program's first word and hold for every command:
/// `skiff-runtime --root DIR state NAME`.
public enum LeadingFlags {
    /// Applies the flags up to the first word that is none.
    /// - Parameter path: the program's name, for messages.
    /// - Returns: the command's words; `--help` alone when that was met.
    public static func parse(
        _ groups: [FlagGroup], of words: [String], path: String
    ) throws(UsageError) -> [String] {
        var parser = FlagParser(groups, endAtFirstArgument: true)
        do throws(UsageProblem) {
            try parser.parse(words[...])
        } catch {
            throw UsageError(error, path: path, usage: "\(path) [OPTIONS] COMMAND", exitCode: 1)
        }
        return parser.wantsHelp ? ["--help"] : parser.arguments
    }
}
