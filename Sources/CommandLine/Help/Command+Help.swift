extension Command {
    /// `skiff run [OPTIONS] IMAGE [COMMAND] [ARG...]`
    func usage(path: String) -> String {
        let hasFlags = flags.contains { !$0.shown.isEmpty }
        return [path, hasFlags ? "[OPTIONS]" : "", arguments.usage].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The usage line, what the command does, its flags by group, and
    /// examples.
    func helpPage(path: String) -> String {
        let groups = flags
        var page = HelpPage(usage: usage(path: path), lists: groups.map { $0.shown.map(\.helpEntry) })
        page.add(summary)
        page.add(discussion)
        page.add("Aliases", lines: aliases.isEmpty ? [] : [([name] + aliases).joined(separator: ", ")])
        for group in groups { page.add(group.title, group.shown.map(\.helpEntry)) }
        page.add("Examples", lines: examples)
        return page.text
    }
}

extension Flag {
    /// `-m, --memory SIZE`, with room for the letter where there is none.
    fileprivate var helpEntry: HelpPage.Entry {
        let letter = shortName.map { "-\($0), " } ?? "    "
        return HelpPage.Entry(term: letter + "--\(name)" + (placeholder.map { " \($0)" } ?? ""), explanation: help)
    }
}

extension CommandGroup {
    /// The commands by section, each with its summary.
    func helpPage(path: String) -> String {
        let lists = sections.map { section in
            section.commands.map { HelpPage.Entry(term: $0.name, explanation: $0.summary) }
        }
        let leading = leadingFlags().flatMap(\.shown)
        var options = leading.map(\.helpEntry) + [HelpPage.Entry(term: "    --help", explanation: "Print this page")]
        if version != nil {
            options.append(HelpPage.Entry(term: "-v, --version", explanation: "Print the version"))
        }
        let usage = leading.isEmpty ? "\(path) COMMAND" : "\(path) [OPTIONS] COMMAND"
        var page = HelpPage(usage: usage, lists: lists + [options])
        page.add(summary)
        for (section, list) in zip(sections, lists) { page.add(section.title, list) }
        page.add("Options", options)
        page.add(discussion)
        page.add("Run '\(path) COMMAND --help' for more about a command.")
        return page.text
    }
}
