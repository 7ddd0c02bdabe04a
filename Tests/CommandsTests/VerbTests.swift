@testable import CommandLine
@testable import Commands
import Engine
import LinuxSystem
import Testing

@Suite("The other verbs")
struct VerbTests {
    private func options<Options: CommandOptions>(_ type: Options.Type, _ line: String) throws -> Options {
        let words = line.split(separator: " ").map(String.init)
        let options = type.init()
        var parser = FlagParser(options.flags, endAtFirstArgument: false)
        try parser.parse(words[...])
        return options
    }

    @Test("flags fill the options of their verb")
    func fills() throws {
        let ps = try options(PsCommand.Options.self, "-aq --no-trunc --format json")
        #expect(ps.all && ps.quiet && !ps.truncates && ps.format == .json)
        let images = try options(ImagesCommand.Options.self, "-aq --no-trunc --digests --format=table")
        #expect(images.all && images.quiet && !images.truncates && images.digests && images.format == .table)
        let logs = try options(LogsCommand.Options.self, "-ft -n 5")
        #expect(logs.follow && logs.timestamps && logs.tail == 5)
        #expect(try options(LogsCommand.Options.self, "--tail=all").tail == nil)
        let stop = try options(StopCommand.Options.self, "-s INT --time=-1")
        #expect(stop.signal == .interrupt && stop.timeout == -1)
        #expect(try options(KillCommand.Options.self, "").signal == .kill)
        #expect(try options(KillCommand.Options.self, "-s HUP").signal == .hangUp)
        #expect(try options(RmCommand.Options.self, "-f").force)
        #expect(try options(RmiCommand.Options.self, "--force").force)
        #expect(try options(LimitsCommand.Options.self, "--format json").format == .json)
        let stats = try options(StatsCommand.Options.self, "-a --no-stream --no-trunc --format json")
        #expect(stats.all && !stats.streams && !stats.truncates && stats.format == .json)
        let load = try options(LoadCommand.Options.self, "-q -i a.tar")
        #expect(load.quiet && load.input == "a.tar")
        #expect(try options(LoadCommand.Options.self, "-i -").input == nil)
        let imported = try options(ImportCommand.Options.self, "-c A --change=B -m text")
        #expect(imported.changes == ["A", "B"] && imported.message == "text")
        #expect(try options(VersionCommand.Options.self, "--format=json").format == .json)
        _ = try options(InspectCommand.Options.self, "-f json")
    }

    @Test("values that make no sense are refused")
    func refuses() {
        #expect(throws: UsageProblem.self) { try options(PsCommand.Options.self, "--format xml") }
        #expect(throws: UsageProblem.self) { try options(PsCommand.Options.self, "--format {{.ID}}") }
        #expect(throws: UsageProblem.self) { try options(LogsCommand.Options.self, "-n -1") }
        #expect(throws: UsageProblem.self) { try options(StopCommand.Options.self, "-t -2") }
        #expect(throws: UsageProblem.self) { try options(KillCommand.Options.self, "-s NOPE") }
        #expect(throws: UsageProblem.self) { try options(InspectCommand.Options.self, "-f {{.State}}") }
    }

    static let commands = [
        RunCommand.command { _ in 0 }, PsCommand.command { _, _ in 0 }, InspectCommand.command { _, _ in 0 },
        LogsCommand.command { _, _ in 0 },
        StopCommand.command { _, _ in 0 }, KillCommand.command { _, _ in 0 }, RmCommand.command { _, _ in 0 },
        WaitCommand.command { _, _ in 0 },
        LimitsCommand.command { _, _ in 0 }, StatsCommand.command { _, _ in 0 }, ImagesCommand.command { _, _ in 0 },
        RmiCommand.command { _, _ in 0 }, LoadCommand.command { _, _ in 0 }, ImportCommand.command { _, _ in 0 },
        VersionCommand.command { _, _ in 0 },
    ]

    @Test("a verb is offered or has advice instead, never both", arguments: commands)
    func advised(command: Command) {
        #expect(UnsupportedVerbs.advice(for: command.name) == nil)
    }

    @Test("Docker's other verbs get advice, other words don't")
    func advises() {
        for verb in ["pull", "build", "exec", "start", "network", "image"] {
            #expect(UnsupportedVerbs.advice(for: verb)?.isEmpty == false)
        }
        #expect(UnsupportedVerbs.advice(for: "rnu") == nil)
    }

    @Test("no two flags of a command share a name or a letter", arguments: commands)
    func unique(command: Command) {
        let flags = command.flags.flatMap(\.flags)
        let names = flags.map(\.name) + flags.compactMap(\.alias)
        let letters = flags.compactMap(\.shortName)
        #expect(Set(names).count == names.count)
        #expect(Set(letters).count == letters.count)
    }

    @Test("help fits 80 columns and speaks without full stops", arguments: commands)
    func readable(command: Command) {
        let page = command.helpPage(path: "skiff \(command.name)")
        #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let sentences = command.flags.flatMap { $0.flags.map(\.help) } + [command.summary]
        #expect(sentences.allSatisfy { !$0.hasSuffix(".") })
    }
}
