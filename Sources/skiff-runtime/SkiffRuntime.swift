import CShim
import CommandLine
import Glibc
import LinuxSystem
import Runtime

/// The OCI runtime and the supervisor of containers: one static file. This
/// file finds out as what it was called; the verbs are in `Verbs`, the work is
/// in `Runtime`.
@main
enum SkiffRuntime {
    /// Never `async`: parking the main thread costs a static executable 5 ms.
    static func main() {
        Trace.mark("runtime: process started")
        let words = CommandLine.arguments
        // Bound into a container by `--init`, as its process 1.
        if words.first?.hasSuffix("/skiff-init") == true { becomeInit() }
        if words.count == 3, words[1] == "supervise" { supervise(words[2]) }
        if words.count == 3, words[1] == LogCompressor.verb { compressLog(words[2]) }
        _exit(answer(Array(words.dropFirst())))
    }

    /// Does what the words ask for; answers the exit code.
    private static func answer(_ words: [String]) -> Int32 {
        var globals = Globals()
        do {
            let words = try globals.parse(words)
            globals.log.write(.debug, "called: \(words.joined(separator: " "))")
            switch try program(globals).invocation(of: words) {
            case .run(let work): return work()
            case .show(let text):
                StandardStream.output.write(text.hasSuffix("\n") ? text : text + "\n")
                return 0
            }
        } catch {
            globals.log.write(.error, "\(error)")
            StandardStream.error.writeLine("\(error)")
            return error.exitCode
        }
    }

    private static func program(_ globals: Globals) -> CommandGroup {
        var program = CommandGroup(
            "skiff-runtime", "An OCI runtime: containers from bundles, for engines and people",
            sections: [
                CommandSection(
                    "Life of a container",
                    [
                        CreateVerb.command(globals), StartVerb.command(globals), RunVerb.command(globals),
                        KillVerb.command(globals), DeleteVerb.command(globals),
                    ]),
                CommandSection(
                    "A running container",
                    [ExecVerb.command(globals), UpdateVerb.command(globals)] + PauseVerbs.commands(globals)),
                CommandSection(
                    "What is there",
                    [
                        StateVerb.command(globals), ListVerb.command(globals), PsVerb.command(globals),
                        EventsVerb.command(globals),
                    ]),
                CommandSection("Setting up", [SpecVerb.command(globals), FeaturesVerb.command]),
                CommandSection("Not supported", CheckpointVerbs.commands(globals)),
            ])
        program.version = Version.text
        program.leadingFlags = { [GlobalFlags().shown] }
        program.discussion = """
            It takes the command line of runc, so that containerd, Docker, Podman and Kubernetes can use it: \
            point them at this file.
            """
        return program
    }

    /// `supervise DESCRIPTOR`: skiff calls it.
    private static func supervise(_ descriptor: String) -> Never {
        guard let number = CInt(descriptor), number > 2 else {
            StandardStream.error.writeLine("usage: skiff-runtime supervise DESCRIPTOR (skiff calls it)")
            exit(1)
        }
        do {
            try Supervise.run(visitor: PacketSocket(owning: Descriptor.adopt(inherited: number)))
        } catch {
            StandardStream.error.writeLine("skiff-runtime: \(error)")
            exit(1)
        }
        exit(0)
    }

    /// `compress-log DESCRIPTOR`: the supervisor calls it. Nobody hears of a failure, after which the files are
    /// as they were.
    private static func compressLog(_ descriptor: String) -> Never {
        guard let number = CInt(descriptor), number > 2 else { exit(1) }
        LogCompressor.stepBack()
        do { try LogCompressor.run(in: Descriptor.adopt(inherited: number)) } catch { exit(1) }
        exit(0)
    }

    /// `skiff-init -- COMMAND [ARGUMENT...]`
    private static func becomeInit() -> Never {
        let skipped = 2
        guard CommandLine.argc > skipped else {
            StandardStream.error.writeLine("usage: skiff-init -- COMMAND [ARGUMENT...]")
            exit(125)
        }
        skiff_init(UnsafePointer(CommandLine.unsafeArgv + skipped))
    }
}
