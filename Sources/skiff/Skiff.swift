import CommandLine
import Commands
import Glibc
import LinuxSystem
import Runtime

/// The user's engine. This file finds what the command line asks for, does
/// it, and exits; each verb's grammar is in `Commands`, its work in `Engine`
/// and the targets above it. `main` is not `async`: that alone would cost a
/// static executable milliseconds at each start.
@main
enum Skiff {
    static func main() {
        Trace.mark("skiff: process started")
        // Without /dev/null and a stream there is nowhere to say so.
        do { try StandardStream.openMissing() } catch { _exit(125) }
        _exit(answer(Array(CommandLine.arguments.dropFirst())))
    }

    /// Does what the words ask for; answers the exit code.
    private static func answer(_ words: [String]) -> Int32 {
        if words.first == CompletionCommand.inquiry {
            StandardStream.output.write(CompletionInquiry(Array(words.dropFirst()), of: program).answer())
            return 0
        }
        do {
            switch try program.invocation(of: words) {
            case .run(let work): return work()
            case .show(let text):
                StandardStream.output.write(text.hasSuffix("\n") ? text : text + "\n")
                return 0
            }
        } catch {
            StandardStream.error.writeLine("\(error)")
            return error.exitCode
        }
    }

    private static var program: CommandGroup {
        var program = CommandGroup(
            "skiff", "A container engine without a daemon",
            sections: [containersWithGroup, resources, images, volumes, networks, registries, system])
        program.version = "skiff \(version)"
        program.advice = UnsupportedVerbs.advice
        program.discussion = """
            Start with 'skiff run --rm busybox echo hello'. Images and containers are kept in /var/lib/skiff, \
            or where SKIFF_ROOT says.
            """
        return program
    }

    private static var containers: CommandSection {
        CommandSection(
            "Containers",
            [
                RunCommand.command(perform: RunCommand.perform),
                CreateCommand.command(perform: CreateCommand.perform),
                StartCommand.command(perform: StartCommand.perform),
                ExecCommand.command(perform: ExecCommand.perform),
                AttachCommand.command(perform: AttachCommand.perform),
                PsCommand.command(perform: PsCommand.perform),
                LogsCommand.command(perform: LogsCommand.perform),
                InspectCommand.command(perform: InspectCommand.perform),
                WhyCommand.command(perform: WhyCommand.perform),
                StopCommand.command(perform: StopCommand.perform),
                RestartCommand.command(perform: RestartCommand.perform),
                PauseCommand.command(perform: PauseCommand.perform),
                PauseCommand.reverse(perform: PauseCommand.performReverse),
                KillCommand.command(perform: KillCommand.perform),
                WaitCommand.command(perform: WaitCommand.perform),
                RenameCommand.command(perform: RenameCommand.perform),
                UpdateCommand.command(perform: UpdateCommand.perform),
                RmCommand.command(perform: RmCommand.perform),
                CopyCommand.command(perform: CopyCommand.perform),
                DiffCommand.command(perform: DiffCommand.perform),
                ExportCommand.command(perform: ExportCommand.perform),
                CommitCommand.command(perform: CommitCommand.perform),
                TopCommand.command(perform: TopCommand.perform),
                PortCommand.command(perform: PortCommand.perform),
            ])
    }

    private static var containersWithGroup: CommandSection {
        CommandSection(containers.title, containers.commands + [containerGroup])
    }

    /// Every verb of containers again, by Docker's other name for it.
    private static var containerGroup: CommandGroup {
        ContainerGroup.group(
            containers.commands + resources.commands,
            [
                PsCommand.command("ls", perform: PsCommand.perform),
                ContainerInspectCommand.command(perform: ContainerInspectCommand.perform),
                ContainerPruneCommand.command(perform: ContainerPruneCommand.perform),
            ])
    }

    private static var resources: CommandSection {
        CommandSection(
            "Resources",
            [
                LimitsCommand.command(perform: LimitsCommand.perform),
                StatsCommand.command(perform: StatsCommand.perform),
            ])
    }

    private static var images: CommandSection {
        CommandSection(
            "Images",
            [
                ImagesCommand.command(perform: ImagesCommand.perform),
                PullCommand.command(perform: PullCommand.perform),
                PushCommand.command(perform: PushCommand.perform),
                TagCommand.command(perform: TagCommand.perform),
                HistoryCommand.command(perform: HistoryCommand.perform),
                LoadCommand.command(perform: LoadCommand.perform),
                SaveCommand.command(perform: SaveCommand.perform),
                ImportCommand.command(perform: ImportCommand.perform),
                RmiCommand.command(perform: RmiCommand.perform),
                ImageGroup.group([
                    HistoryCommand.command(perform: HistoryCommand.perform),
                    ImportCommand.command(perform: ImportCommand.perform),
                    ImageInspectCommand.command(perform: ImageInspectCommand.perform),
                    LoadCommand.command(perform: LoadCommand.perform),
                    ImagesCommand.command("ls", perform: ImagesCommand.perform),
                    ImagePruneCommand.command(perform: ImagePruneCommand.perform),
                    PullCommand.command(perform: PullCommand.perform),
                    PushCommand.command(perform: PushCommand.perform),
                    RmiCommand.command("rm", perform: RmiCommand.perform),
                    SaveCommand.command(perform: SaveCommand.perform),
                    TagCommand.command(perform: TagCommand.perform),
                ]),
            ])
    }

    private static var volumes: CommandSection {
        CommandSection(
            "Volumes",
            [
                VolumeGroup.group([
                    VolumeCreateCommand.command(perform: VolumeCreateCommand.perform),
                    VolumeInspectCommand.command(perform: VolumeInspectCommand.perform),
                    VolumeListCommand.command(perform: VolumeListCommand.perform),
                    VolumePruneCommand.command(perform: VolumePruneCommand.perform),
                    VolumeRemoveCommand.command(perform: VolumeRemoveCommand.perform),
                ])
            ])
    }

    private static var networks: CommandSection {
        CommandSection(
            "Networks",
            [
                NetworkGroup.group([
                    NetworkConnectCommand.command(perform: NetworkConnectCommand.perform),
                    NetworkCreateCommand.command(perform: NetworkCreateCommand.perform),
                    NetworkDisconnectCommand.command(perform: NetworkDisconnectCommand.perform),
                    NetworkInspectCommand.command(perform: NetworkInspectCommand.perform),
                    NetworkListCommand.command(perform: NetworkListCommand.perform),
                    NetworkPruneCommand.command(perform: NetworkPruneCommand.perform),
                    NetworkRemoveCommand.command(perform: NetworkRemoveCommand.perform),
                ])
            ])
    }

    private static var registries: CommandSection {
        CommandSection(
            "Registries",
            [
                LoginCommand.command(perform: LoginCommand.perform),
                LogoutCommand.command(perform: LogoutCommand.perform),
            ])
    }

    private static var system: CommandSection {
        CommandSection(
            "System",
            [
                SystemGroup.group([
                    CheckCommand.command(perform: CheckCommand.perform),
                    DiskUsageCommand.command(perform: DiskUsageCommand.perform),
                    EventsCommand.command(perform: EventsCommand.perform),
                    RecoverCommand.command(perform: RecoverCommand.perform),
                    SystemStartCommand.command(perform: SystemStartCommand.perform),
                    InfoCommand.command(perform: InfoCommand.perform),
                    SystemPruneCommand.command(perform: SystemPruneCommand.perform),
                ]),
                EventsCommand.command(perform: EventsCommand.perform),
                CompareCommand.command(perform: CompareCommand.perform),
                CompletionCommand.command(perform: CompletionCommand.perform),
                InfoCommand.command(perform: InfoCommand.perform),
                VersionCommand.command(perform: VersionCommand.perform),
            ])
    }

    static let version = RuntimeVersion.number
}
