import Engine
import Testing

@testable import CommandLine
@testable import Commands

@Suite("Completion")
struct CompletionTests {
    private let program = CommandGroup(
        "skiff", "",
        sections: [
            CommandSection(
                "All",
                [
                    RunCommand.command { _ in 0 }, PsCommand.command { _, _ in 0 }, StopCommand.command { _, _ in 0 },
                    RmiCommand.command { _, _ in 0 }, TopCommand.command { _, _ in 0 },
                    LoginCommand.command { _, _ in 0 }, CompletionCommand.command { _, _ in 0 },
                    ImportCommand.command { _, _ in 0 }, LoadCommand.command { _, _ in 0 },
                    ImageGroup.group([
                        ImagesCommand.command("ls") { _, _ in 0 }, RmiCommand.command("rm") { _, _ in 0 },
                    ]),
                ])
        ])

    /// A line whose last word, which may be empty, is completed.
    private func point(_ line: String) -> CompletionPoint {
        program.completionPoint(of: line.split(separator: " ", omittingEmptySubsequences: false).map(String.init))
    }

    private func words(_ line: String) -> [String] {
        if case .words(let words) = point(line) { words.map(\.text) } else { [] }
    }

    private func values(_ line: String) -> CompletionValues? {
        switch point(line) {
        case .argument(let argument): CompletionValues(argument)
        case .value(let value): CompletionValues(value)
        case .words, .anything: nil
        }
    }

    @Test("commands, those of groups, and their other names")
    func commands() {
        #expect(words("").contains("run") && words("").contains("image"))
        #expect(words("image ") == ["ls", "rm"])
        #expect(words("help ima").contains("image"))
        #expect(words("help image ") == ["ls", "rm"])
        #expect(words("-").contains("--help"))
        #expect(point("nope ") == .anything)
        #expect(values("image list ") == .images)
    }

    @Test("flags by their long names, none that is refused")
    func flags() {
        let flags = words("run -")
        #expect(flags.contains("--rm") && flags.contains("--memory") && flags.contains("--help"))
        #expect(!flags.contains("--link"))
        #expect(words("run --rm -it --").contains("--name"))
        #expect(words("stop web --t") == words("stop -"))
    }

    @Test("values of flags, apart, joined, and behind a cluster of letters")
    func flagValues() {
        #expect(values("run --network ") == .networks)
        #expect(values("run --network=ho") == .networks)
        #expect(values("run --net ") == .networks)
        #expect(values("run --env-file ") == .files)
        #expect(values("run -itv ") == .files)
        #expect(values("run -m ") == .nothing)
        #expect(values("ps -f ") == .beginnings(ContainerFilter.forLists.map { "\($0.rawValue)=" }))
        #expect(words("run --rm=") == ["--rm=true", "--rm=false"])
        guard case .value(let value) = point("run --network=ho") else {
            Issue.record("no value")
            return
        }
        #expect(value.lead == "--network=")
    }

    @Test("arguments by what the usage line says of them")
    func arguments() {
        #expect(values("stop ") == .containers(.running))
        #expect(values("stop -t 5 web ") == .containers(.running))
        #expect(values("run --rm ") == .images)
        #expect(values("run --name x --rm ") == .images)
        #expect(values("rmi a b ") == .images)
        #expect(values("completion ") == .words(["bash", "zsh", "fish"]))
        #expect(values("import ") == .files)
        #expect(values("top ") == .containers(.running))
        #expect(point("top web ") == .anything)
        #expect(point("run busybox --") == .anything)
        #expect(point("run busybox ls -") == .anything)
        #expect(point("completion bash ") == .anything)
        #expect(point("ps x") == .anything)
        #expect(values("stop -- -") == .containers(.running))
    }

    @Test("whatever is offered for a flag's value is taken by it", arguments: VerbTests.commands + VerbTests.grouped)
    func valid(command: Command) throws {
        for flag in command.flags.flatMap(\.flags) where flag.takesValue {
            let value = CompletionPoint.Value(
                flag: flag.name, placeholder: flag.placeholder ?? "", path: "skiff \(command.name)", lead: "")
            guard case .words(let words) = CompletionValues(value) else { continue }
            for word in words { #expect(throws: Never.self, "\(flag.name) \(word)") { try flag.apply(word) } }
        }
    }

    @Test("a filter that is offered is known to its command", arguments: ["ps", "images", "prune"])
    func filters(verb: String) throws {
        let command = try #require(
            (VerbTests.commands + VerbTests.grouped).first { $0.name == verb && $0.flags.hasFilter })
        guard
            case .beginnings(let words) = CompletionValues(
                CompletionPoint.Value(flag: "filter", placeholder: "FILTER...", path: "skiff \(verb)", lead: ""))
        else { throw UsageProblem.badSyntax(verb) }
        #expect(!words.isEmpty)
        for word in words {
            let filter = try #require(command.flags.flatMap(\.flags).first { $0.name == "filter" })
            do {
                try filter.apply(word + "1")
            } catch {
                #expect(!"\(error)".contains("invalid filter '"), "\(word): \(error)")
            }
        }
    }
}

extension [FlagGroup] {
    fileprivate var hasFilter: Bool { contains { $0.flags.contains { $0.name == "filter" } } }
}
