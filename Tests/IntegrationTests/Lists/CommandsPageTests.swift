import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The page of all commands")
    struct CommandsPageTests {
        private let skiff = Skiff.current
        private let page: [Substring]

        init() throws {
            page = try HostFile.text("\(Installation.package)/docs/commands.md").split(
                separator: "\n", omittingEmptySubsequences: false)
        }

        @Test("every flag of the program and of Docker stands in the page, where it belongs")
        func flags() throws {
            var rows = Dictionary(uniqueKeysWithValues: rows(under: "## Every flag").map { ($0.command, $0.line) })
            let own = try ownFlags()
            for command in Set(own.keys).union(DockerCommands.flags.keys).sorted() {
                // What isn't here at all stands in the other table, by its first word or in full.
                guard let flags = own[command] else { continue }
                let expected = Self.row(command, flags, DockerCommands.flags[command])
                #expect(rows.removeValue(forKey: command) == expected, "the row has to be: \(expected)")
                for flag in (DockerCommands.flags[command] ?? []).subtracting(flags) {
                    let words = command.split(separator: " ").map(String.init) + ["--\(flag)"]
                    let refusal = try skiff.run(words).errorText
                    #expect(refusal.contains("is not supported yet: "), "\(command) --\(flag): \(refusal)")
                }
            }
            #expect(rows.isEmpty, "there are no such commands: \(rows.keys.sorted())")
        }

        @Test("each of Docker's commands that isn't here stands in the page, and is refused with advice")
        func missing() throws {
            let own = try Set(ownFlags().keys)
            let listed = Set(rows(under: "## What is not there").map(\.command))
            let known = DockerCommands.flags.keys.filter { !own.contains($0) } + DockerCommands.groups
            for command in known.sorted() {
                let word = String(command.prefix { $0 != " " })
                #expect(listed.contains(command) || listed.contains(word), "\(command) isn't told")
                let refusal = try skiff.run(command.split(separator: " ").map(String.init)).errorText
                #expect(refusal.contains("' is not supported yet: "), "\(command): \(refusal)")
            }
            for command in listed {
                #expect(!own.contains(command), "\(command) is there")
                #expect(known.contains { $0 == command || $0.hasPrefix(command + " ") }, "Docker has no \(command)")
            }
        }

        @Test(
            "the flags that are taken for Docker's are all of its client's",
            .enabled(if: HostFile.exists("/usr/bin/docker"), "needs Docker's client"))
        func docker() throws {
            for (command, flags) in DockerCommands.flags {
                let words = command.split(separator: " ").map(String.init) + ["--help"]
                let help = try Program("/usr/bin/docker", words).run()
                // A newer command than the client.
                guard help.text.contains("Usage:  docker \(command)") else { continue }
                let strangers = Self.flags(in: help.lines).subtracting(flags).subtracting(DockerCommands.oldFlags)
                #expect(strangers.isEmpty, "\(command): \(strangers)")
            }
        }

        private struct PageRow {
            let command: String
            let line: String
        }

        /// The rows of the table under a heading.
        private func rows(under heading: String) -> [PageRow] {
            let section = page.drop { $0 != heading }.dropFirst().prefix { !$0.hasPrefix("## ") }
            return section.filter { $0.hasPrefix("| `") }.map { line in
                PageRow(command: String(line.dropFirst(3).prefix { $0 != "`" }), line: String(line))
            }
        }

        /// `| command | as in Docker | its own | not there |`
        private static func row(_ command: String, _ own: Set<String>, _ docker: Set<String>?) -> String {
            let cells = [
                own.intersection(docker ?? []), own.subtracting(docker ?? []), (docker ?? []).subtracting(own),
            ].map { flags in flags.sorted().map { "`--\($0)`" }.joined(separator: " ") }
            return "| `\(command)` | " + cells.map { $0.isEmpty ? "–" : $0 }.joined(separator: " | ") + " |"
        }

        /// The flags of each command, by its words, as the help pages show them.
        private func ownFlags() throws -> [String: Set<String>] {
            var found = [String: Set<String>]()
            try collect([], into: &found)
            return found
        }

        private func collect(_ words: [String], into found: inout [String: Set<String>]) throws {
            let lines = try skiff.run(words + ["--help"]).succeeded().lines
            guard lines.contains(where: { $0.hasPrefix("Run '") && $0.contains("COMMAND --help") }) else {
                return record(words, Self.flags(in: lines), into: &found)
            }
            for section in lines.split(whereSeparator: \.isEmpty) where section.first != "Options:" {
                let entries = section.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
                for entry in entries {
                    try collect(words + entry.split(separator: " ").prefix(1).map(String.init), into: &found)
                }
            }
        }

        private func record(_ words: [String], _ flags: Set<String>, into found: inout [String: Set<String>]) {
            let command = words.joined(separator: " ")
            // In these groups there is what stands outside of them, too, but for two verbs.
            let isTwice = ["container", "image"].contains(words[0]) && !["inspect", "prune"].contains(words.last)
            let name = DockerCommands.otherNames[command] ?? (isTwice ? words[1] : command)
            found[name, default: []].formUnion(flags)
        }

        /// `  -n, --name NAME   …`
        private static func flags(in lines: [String]) -> Set<String> {
            let names = lines.compactMap { line -> String? in
                let words = line.split(separator: " ")
                let isFlag = line.hasPrefix("  -") || line.hasPrefix("      --")
                guard isFlag, let word = words.first(where: { $0.hasPrefix("--") }) else { return nil }
                return String(word.dropFirst(2))
            }
            return Set(names).subtracting(["help"])
        }
    }
}
