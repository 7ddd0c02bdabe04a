@testable import CommandLine
@testable import Commands
import Engine
import LinuxSystem
import Testing

@Suite("The other verbs")
struct VerbTests {
    private func options<Options: CommandOptions>(_ type: Options.Type, _ line: String) throws -> Options {
        let command = Command<Options>("verb", "Do it", arguments: Arguments("[WORD...]", 0...)) { _, _ in 0 }
        let words = line.split(separator: " ").map(String.init)
        let call = try command.call(of: words[...], path: "verb")
        return try #require(call?.options)
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
        #expect(throws: UsageError.self) { try options(PsCommand.Options.self, "--format xml") }
        #expect(throws: UsageError.self) { try options(PsCommand.Options.self, "--format {{.ID}}") }
        #expect(throws: UsageError.self) { try options(LogsCommand.Options.self, "-n -1") }
        #expect(throws: UsageError.self) { try options(StopCommand.Options.self, "-t -2") }
        #expect(throws: UsageError.self) { try options(KillCommand.Options.self, "-s NOPE") }
        #expect(throws: UsageError.self) { try options(InspectCommand.Options.self, "-f {{.State}}") }
    }

    /// A command's names and page, whatever its options.
    struct Page: Sendable, CustomTestStringConvertible {
        let names: [String]
        let letters: [Character]
        let texts: [String]
        let page: String
        let testDescription: String

        init<Options: CommandOptions>(_ command: Command<Options>) {
            let flags = Options.flags.flatMap(\.flags)
            names = flags.map(\.name) + flags.compactMap(\.alias)
            letters = flags.compactMap(\.shortName)
            texts = flags.map(\.help) + [command.summary]
            page = command.helpPage(path: "skiff \(command.name)")
            testDescription = command.name
        }
    }

    static let pages = [
        Page(RunCommand.command { _ in 0 }), Page(PsCommand.command { _, _ in 0 }), Page(InspectCommand.command { _, _ in 0 }),
        Page(LogsCommand.command { _, _ in 0 }), Page(StopCommand.command { _, _ in 0 }), Page(KillCommand.command { _, _ in 0 }),
        Page(RmCommand.command { _, _ in 0 }), Page(WaitCommand.command { _, _ in 0 }), Page(LimitsCommand.command { _, _ in 0 }),
        Page(StatsCommand.command { _, _ in 0 }), Page(ImagesCommand.command { _, _ in 0 }), Page(RmiCommand.command { _, _ in 0 }),
        Page(LoadCommand.command { _, _ in 0 }), Page(ImportCommand.command { _, _ in 0 }), Page(VersionCommand.command { _, _ in 0 }),
    ]

    @Test("no two flags of a command share a name or a letter", arguments: pages)
    func unique(page: Page) {
        #expect(Set(page.names).count == page.names.count)
        #expect(Set(page.letters).count == page.letters.count)
    }

    @Test("help fits 80 columns and speaks without full stops", arguments: pages)
    func readable(page: Page) {
        #expect(page.page.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(page.texts.allSatisfy { !$0.hasSuffix(".") })
    }
}
