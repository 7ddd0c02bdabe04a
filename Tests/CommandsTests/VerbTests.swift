@testable import CommandLine
@testable import Commands
import Engine
import Images
import LinuxSystem
import OCI
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
        #expect(ps.query.all && ps.quiet && !ps.truncates && ps.format == .json && !ps.query.wantsRecords)
        let sized = try options(PsCommand.Options.self, "-s -n 3 -f status=exited -f label=a")
        #expect(sized.query.wantsSizes && sized.query.last == 3 && !sized.query.filter.isEmpty)
        #expect(try options(PsCommand.Options.self, "-l").query.last == 1)
        #expect(try options(PsCommand.Options.self, "-n -1").query.last == nil)
        #expect(try options(PsCommand.Options.self, "--format {{.Size}}").query.wantsSizes)
        #expect(try !options(PsCommand.Options.self, "--format json").query.wantsSizes)
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
        #expect(try options(RmCommand.Options.self, "-v").volumes)
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
        let inspect = try options(InspectCommand.Options.self, "-f json --type image")
        #expect(inspect.format == .json && inspect.type == .image && !inspect.size)
        #expect(try options(ImageInspectCommand.Options.self, "-f {{.Id}}").format == .template("{{.Id}}"))
        #expect(try options(ImagesCommand.Options.self, "--format table{{.ID}}").format == .columns("{{.ID}}"))
        #expect(try options(ImagesCommand.Options.self, "--format {{.ID}}").format == .template("{{.ID}}"))
        let history = try options(HistoryCommand.Options.self, "-q --no-trunc --human=false --format json")
        #expect(history.quiet && !history.truncates && !history.isForPeople && history.format == .json)
    }

    @Test("flags of what speaks to registries and of what looks after the disk fill their options")
    func fillsOthers() throws {
        let pull = try options(PullCommand.Options.self, "-aq --platform arm64 --disable-content-trust=false")
        #expect(pull.allTags && pull.quiet && pull.platform == Platform(architecture: "arm64"))
        let push = try options(PushCommand.Options.self, "-aq --compression zstd --disable-content-trust")
        #expect(push.allTags && push.quiet && push.compression == .zstd)
        let save = try options(SaveCommand.Options.self, "-o a.tar --format oci-archive")
        #expect(save.output == "a.tar" && save.format == .oci)
        #expect(try options(SaveCommand.Options.self, "-o -").output == nil)
        let prune = try options(PruneOptions.self, "-f --filter label!=keep")
        #expect(!prune.all && prune.force && !prune.filter.isEmpty)
        #expect(!prune.containerFilter.isEmpty)
        #expect(try options(PruneOptions.self, "--filter dangling=true").containerFilter.isEmpty)
        let containers = try options(ContainerPruneCommand.Options.self, "-f --filter until=1h")
        #expect(containers.force && !containers.filter.isEmpty)
        #expect(try options(ContainerInspectCommand.Options.self, "-s -f json").size)
        #expect(try options(InfoCommand.Options.self, "-f {{.Images}}").format == .template("{{.Images}}"))
        #expect(try options(PruneOptions.self, "-a").all)
        #expect(try options(PruneOptions.self, "--filter dangling=false").all)
        #expect(try !options(PruneOptions.self, "--filter dangling=true").all)
        let usage = try options(DiskUsageCommand.Options.self, "-v --format json")
        #expect(usage.verbose && usage.format == .json)
        let check = try options(CheckCommand.Options.self, "--repair --format json")
        #expect(check.repairs && check.format == .json)
        #expect(try options(RmiCommand.Options.self, "--no-prune").force == false)
    }

    @Test("flags of what works on containers' files fill their options")
    func fillsFiles() throws {
        let copy = try options(CopyCommand.Options.self, "-aL")
        #expect(copy.archive && copy.followsLinks && copy.quiet == nil)
        #expect(try options(CopyCommand.Options.self, "-q").quiet == true)
        #expect(try options(CopyCommand.Options.self, "--quiet=false").quiet == false)
        #expect(try options(ExportCommand.Options.self, "-o x").output == "x")
        #expect(try options(ExportCommand.Options.self, "-o -").output == nil)
        let commit = try options(CommitCommand.Options.self, "-a me -m text -c A --change=B")
        #expect(commit.author == "me" && commit.message == "text" && commit.changes == ["A", "B"] && commit.pauses)
        #expect(try !options(CommitCommand.Options.self, "--pause=false").pauses)
    }

    @Test("values that make no sense are refused")
    func refuses() {
        #expect(throws: UsageProblem.self) { try options(ImagesCommand.Options.self, "-f label") }
        #expect(throws: UsageProblem.self) { try options(ImagesCommand.Options.self, "-f colour=red") }
        #expect(throws: UsageProblem.self) { try options(PruneOptions.self, "--filter before=x") }
        #expect(throws: UsageProblem.self) { try options(ContainerPruneCommand.Options.self, "--filter name=x") }
        #expect(throws: UsageProblem.self) { try options(PsCommand.Options.self, "-f label!=x") }
        #expect(throws: UsageProblem.self) { try options(PsCommand.Options.self, "-n -2") }
        #expect(throws: UsageProblem.self) { try options(PullCommand.Options.self, "--platform a/b/c/d") }
        #expect(throws: UsageProblem.self) { try options(PushCommand.Options.self, "--compression xz") }
        #expect(throws: UsageProblem.self) { try options(SaveCommand.Options.self, "--format zip") }
        #expect(throws: UsageProblem.self) { try options(InspectCommand.Options.self, "--type volume") }
        #expect(throws: UsageProblem.self) { try options(LogsCommand.Options.self, "-n -1") }
        #expect(throws: UsageProblem.self) { try options(StopCommand.Options.self, "-t -2") }
        #expect(throws: UsageProblem.self) { try options(KillCommand.Options.self, "-s NOPE") }
    }

    static let commands = [
        RunCommand.command { _ in 0 }, PsCommand.command { _, _ in 0 }, InspectCommand.command { _, _ in 0 },
        LogsCommand.command { _, _ in 0 },
        StopCommand.command { _, _ in 0 }, KillCommand.command { _, _ in 0 }, RmCommand.command { _, _ in 0 },
        WaitCommand.command { _, _ in 0 },
        LimitsCommand.command { _, _ in 0 }, StatsCommand.command { _, _ in 0 }, ImagesCommand.command { _, _ in 0 },
        RmiCommand.command { _, _ in 0 }, LoadCommand.command { _, _ in 0 }, ImportCommand.command { _, _ in 0 },
        VersionCommand.command { _, _ in 0 }, PullCommand.command { _, _ in 0 }, PushCommand.command { _, _ in 0 },
        LoginCommand.command { _, _ in 0 }, LogoutCommand.command { _, _ in 0 }, TagCommand.command { _, _ in 0 },
        HistoryCommand.command { _, _ in 0 }, SaveCommand.command { _, _ in 0 },
        CreateCommand.command { _ in 0 }, StartCommand.command { _, _ in 0 }, RestartCommand.command { _, _ in 0 },
        ExecCommand.command { _, _ in 0 }, AttachCommand.command { _, _ in 0 }, PauseCommand.command { _, _ in 0 },
        PauseCommand.reverse { _, _ in 0 }, RenameCommand.command { _, _ in 0 }, UpdateCommand.command { _, _ in 0 },
        WhyCommand.command { _, _ in 0 }, EventsCommand.command { _, _ in 0 }, TopCommand.command { _, _ in 0 },
        PortCommand.command { _, _ in 0 }, InfoCommand.command { _, _ in 0 },
        CompletionCommand.command { _, _ in 0 },
    ]

    /// Those of `skiff container`, `skiff image` and `skiff system`.
    static let grouped = [
        ImageInspectCommand.command { _, _ in 0 }, ImagePruneCommand.command { _, _ in 0 },
        ImagesCommand.command("ls") { _, _ in 0 }, RmiCommand.command("rm") { _, _ in 0 },
        DiskUsageCommand.command { _, _ in 0 }, CheckCommand.command { _, _ in 0 },
        SystemPruneCommand.command { _, _ in 0 }, VolumeCreateCommand.command { _, _ in 0 },
        VolumeInspectCommand.command { _, _ in 0 }, VolumeListCommand.command { _, _ in 0 },
        VolumePruneCommand.command { _, _ in 0 }, VolumeRemoveCommand.command { _, _ in 0 },
        SystemStartCommand.command { _, _ in 0 }, PsCommand.command("ls") { _, _ in 0 },
        ContainerInspectCommand.command { _, _ in 0 }, ContainerPruneCommand.command { _, _ in 0 },
        NetworkConnectCommand.command { _, _ in 0 }, NetworkCreateCommand.command { _, _ in 0 },
        NetworkDisconnectCommand.command { _, _ in 0 }, NetworkInspectCommand.command { _, _ in 0 },
        NetworkListCommand.command { _, _ in 0 }, NetworkPruneCommand.command { _, _ in 0 },
        NetworkRemoveCommand.command { _, _ in 0 },
    ]

    @Test("a verb is offered or has advice instead, never both", arguments: commands)
    func advised(command: Command) {
        #expect(UnsupportedVerbs.advice(for: command.name) == nil)
    }

    @Test("Docker's other verbs get advice, other words don't")
    func advises() {
        for verb in ["search", "build", "swarm", "plugin"] {
            #expect(UnsupportedVerbs.advice(for: verb)?.isEmpty == false)
        }
        #expect(UnsupportedVerbs.advice(for: "rnu") == nil)
    }

    @Test("a group shows its verbs, knows their other names and guesses what was meant")
    func groups() throws {
        let group = ImageGroup.group(Self.grouped)
        guard case .show(let page) = try group.invocation(of: []) else { throw UsageProblem.badSyntax("image") }
        #expect(page.contains("Usage:  image COMMAND") && page.contains("\n  prune "))
        #expect(throws: Never.self) { try group.invocation(of: ["list"]) }
        #expect(throws: Never.self) { try group.invocation(of: ["remove", "x"]) }
        let error = #expect(throws: UsageError.self) { try group.invocation(of: ["insepct"]) }
        #expect(error?.description.contains("Did you mean 'inspect'?") == true)
        let build = #expect(throws: UsageError.self) { try group.invocation(of: ["build"]) }
        #expect(build?.description.contains("is not supported yet") == true)
    }

    @Test("no two flags of a command share a name or a letter", arguments: commands + grouped)
    func unique(command: Command) {
        let flags = command.flags.flatMap(\.flags)
        let names = flags.map(\.name) + flags.compactMap(\.alias)
        let letters = flags.compactMap(\.shortName)
        #expect(Set(names).count == names.count)
        #expect(Set(letters).count == letters.count)
    }

    @Test("help fits 80 columns and speaks without full stops", arguments: commands + grouped)
    func readable(command: Command) {
        let page = command.helpPage(path: "skiff \(command.name)")
        #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let sentences = command.flags.flatMap { $0.flags.map(\.help) } + [command.summary]
        #expect(sentences.allSatisfy { !$0.hasSuffix(".") })
    }

    @Test("the group of containers has every verb once, those with another name by that")
    func containerGroup() throws {
        let group = ContainerGroup.group(
            [PsCommand.command { _, _ in 0 }, InspectCommand.command { _, _ in 0 }, RmCommand.command { _, _ in 0 }],
            [PsCommand.command("ls") { _, _ in 0 }, ContainerInspectCommand.command { _, _ in 0 }])
        #expect(group.sections.flatMap { $0.commands.map(\.name) } == ["inspect", "ls", "rm"])
        #expect(throws: Never.self) { try group.invocation(of: ["ps"]) }
        #expect(throws: Never.self) { try group.invocation(of: ["list"]) }
        let advised = #expect(throws: UsageError.self) { try group.invocation(of: ["checkpoint"]) }
        #expect(advised?.description.contains("is not supported yet") == true)
    }
}
