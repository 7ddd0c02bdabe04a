/// Commands under one name: `skiff` itself, `skiff image`.
public struct CommandGroup: CommandNode {
    public let name: String
    public var aliases: [String] = []
    public let summary: String
    /// What `--version` prints, for a group that answers it.
    public var version: String?
    /// The flags that `LeadingFlags` takes before the command, for the help page.
    public var leadingFlags: @Sendable () -> [FlagGroup] = { [] }
    /// A note below the lists of commands.
    public var discussion = ""
    /// What to do instead, for a word that is no command here but is one
    /// elsewhere; `nil` for any other word. Asked only when no command fits.
    public var advice: @Sendable (_ word: String) -> String? = { _ in nil }
    let sections: [CommandSection]

    public init(_ name: String, _ summary: String, sections: [CommandSection]) {
        self.name = name
        self.summary = summary
        self.sections = sections
    }

    /// What a whole command line asks for, the program's name left out.
    public func invocation(of words: [String]) throws(UsageError) -> Invocation {
        try invocation(of: words[...], path: name)
    }

    public func invocation(of words: ArraySlice<String>, path: String) throws(UsageError) -> Invocation {
        guard let word = words.first else { return .show(helpPage(path: path)) }
        let rest = words.dropFirst()
        switch word {
        case "help": return .show(try helpPage(of: rest, path: path))
        case "--help", "-h": return .show(helpPage(path: path))
        case "--version", "-v":
            if let version { return .show(version) }
        default: break
        }
        let command = try command(word, path: path)
        return try command.invocation(of: rest, path: "\(path) \(command.name)")
    }

    public func helpPage(of words: ArraySlice<String>, path: String) throws(UsageError) -> String {
        guard let word = words.first else { return helpPage(path: path) }
        let command = try command(word, path: path)
        return try command.helpPage(of: words.dropFirst(), path: "\(path) \(command.name)")
    }

    private func command(_ word: String, path: String) throws(UsageError) -> any CommandNode {
        for section in sections {
            if let command = section.commands.first(where: { $0.name == word || $0.aliases.contains(word) }) {
                return command
            }
        }
        throw UsageError(problem(word, path: path), path: path, usage: "\(path) COMMAND", exitCode: 1)
    }

    private func problem(_ word: String, path: String) -> UsageProblem {
        if word.hasPrefix("--") { return .unknownFlag(word, suggestion: nil) }
        if word.count > 1, word.hasPrefix("-") {
            return .unknownShorthand(word[word.index(after: word.startIndex)], in: word)
        }
        if let advice = advice(word) { return .commandNotSupported(word, group: path, advice: advice) }
        let names = sections.flatMap { $0.commands.map(\.name) }
        return .unknownCommand(word, group: path, suggestion: word.nearest(of: names))
    }
}

/// Some of a group's commands, listed together in its help.
public struct CommandSection: Sendable {
    /// Without the colon: `Containers`.
    public let title: String
    private let list: @Sendable () -> [any CommandNode]

    /// The commands are made when they are looked at: a word is looked up from the first section on, and to make
    /// the commands of all takes a fifth of the time of a verb such as `exec`.
    public init(_ title: String, _ commands: @autoclosure @escaping @Sendable () -> [any CommandNode]) {
        self.title = title
        list = commands
    }

    /// Made anew at each look.
    public var commands: [any CommandNode] { list() }
}
