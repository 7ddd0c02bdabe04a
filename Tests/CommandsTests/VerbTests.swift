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
        let ps = try options(Ps.Options.self, "-aq --no-trunc --format json")
        #expect(ps.all && ps.quiet && !ps.truncates && ps.format == .json)
        let images = try options(Images.Options.self, "-aq --no-trunc --digests --format=table")
        #expect(images.all && images.quiet && !images.truncates && images.digests && images.format == .table)
        let logs = try options(Logs.Options.self, "-ft -n 5")
        #expect(logs.follow && logs.timestamps && logs.tail == 5)
        #expect(try options(Logs.Options.self, "--tail=all").tail == nil)
        let stop = try options(Stop.Options.self, "-s INT --time=-1")
        #expect(stop.signal == .interrupt && stop.timeout == -1)
        #expect(try options(Kill.Options.self, "").signal == .kill)
        #expect(try options(Kill.Options.self, "-s HUP").signal == .hangUp)
        #expect(try options(Rm.Options.self, "-f").force)
        #expect(try options(Rmi.Options.self, "--force").force)
        #expect(try options(Limits.Options.self, "--format json").format == .json)
        let stats = try options(Stats.Options.self, "-a --no-stream --no-trunc --format json")
        #expect(stats.all && !stats.streams && !stats.truncates && stats.format == .json)
        let load = try options(Load.Options.self, "-q -i a.tar")
        #expect(load.quiet && load.input == "a.tar")
        #expect(try options(Load.Options.self, "-i -").input == nil)
        let imported = try options(Import.Options.self, "-c A --change=B -m text")
        #expect(imported.changes == ["A", "B"] && imported.message == "text")
        #expect(try options(Version.Options.self, "--format=json").format == .json)
        _ = try options(Inspect.Options.self, "-f json")
    }

    @Test("values that make no sense are refused")
    func refuses() {
        #expect(throws: UsageError.self) { try options(Ps.Options.self, "--format xml") }
        #expect(throws: UsageError.self) { try options(Ps.Options.self, "--format {{.ID}}") }
        #expect(throws: UsageError.self) { try options(Logs.Options.self, "-n -1") }
        #expect(throws: UsageError.self) { try options(Stop.Options.self, "-t -2") }
        #expect(throws: UsageError.self) { try options(Kill.Options.self, "-s NOPE") }
        #expect(throws: UsageError.self) { try options(Inspect.Options.self, "-f {{.State}}") }
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
        Page(Run.command { _ in 0 }), Page(Ps.command { _, _ in 0 }), Page(Inspect.command { _, _ in 0 }),
        Page(Logs.command { _, _ in 0 }), Page(Stop.command { _, _ in 0 }), Page(Kill.command { _, _ in 0 }),
        Page(Rm.command { _, _ in 0 }), Page(Wait.command { _, _ in 0 }), Page(Limits.command { _, _ in 0 }),
        Page(Stats.command { _, _ in 0 }), Page(Images.command { _, _ in 0 }), Page(Rmi.command { _, _ in 0 }),
        Page(Load.command { _, _ in 0 }), Page(Import.command { _, _ in 0 }), Page(Version.command { _, _ in 0 }),
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
