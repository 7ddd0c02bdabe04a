import CommandLine
import Runtime

/// `run`: create, start and, in the foreground, wait and delete.
enum RunVerb {
    static func command(_ globals: Globals) -> Command {
        var command = Command("run", "Create and start a container", arguments: .container) {
            (options: Options, words: [String]) in
            globals.reporting(lendsStreams: true) { store throws(RuntimeError) in
                var request = try options.creation.request(words[0])
                request.detaches = options.detaches
                request.usesSystemd = globals.usesSystemd
                return try store.run(request, keeps: options.keeps)
            }
        }
        command.discussion = """
            In the foreground the container's exit code is this command's, signals are passed on, and the \
            container is deleted at its end.
            """
        command.examples = ["skiff-runtime run --bundle /tmp/bundle hello"]
        return command
    }

    final class Options: CommandOptions {
        let creation = CreationFlags()
        var detaches = false
        var keeps = false

        var flags: [FlagGroup] {
            let own = [
                Flag("detach", short: "d", "Leave as soon as the container runs") { self.detaches = $0 },
                Flag("keep", "Don't delete the container at its end") { self.keeps = $0 },
                // What runc calls it that orphans come to the command; here they do in the foreground.
                Flag("no-subreaper", "Accepted, without effect") { _ in },
            ]
            return [FlagGroup(creation.flags + own)]
        }
    }
}
