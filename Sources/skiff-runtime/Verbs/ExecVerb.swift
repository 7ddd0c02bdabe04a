import CommandLine
import Glibc
import OCI
import Runtime

/// `exec`: a further process in a running container.
enum ExecVerb {
    /// Of a process that could not be set up, as runc's callers expect it.
    private static let setUpFailed: Int32 = 255

    static func command(_ globals: Globals) -> Command {
        var command = Command(
            "exec", "Run a process in a running container",
            arguments: Arguments("CONTAINER [COMMAND] [ARGUMENT...]", 1..., endFlags: true)
        ) { (options: Options, words: [String]) in
            globals.reporting(exitCode: setUpFailed, lendsStreams: true) { store throws(RuntimeError) in
                let request = try options.request(command: Array(words.dropFirst()))
                return try store.open(ContainerIdentifier(words[0])).execute(request)
            }
        }
        command.discussion = """
            The process is the one of --process FILE, or the container's own with another command. Its exit \
            code is this command's; 255 when it could not be started.
            """
        command.examples = ["skiff-runtime exec hello ps", "skiff-runtime exec --tty --user 1000:1000 hello sh"]
        return command
    }

    final class Options: CommandOptions {
        private var file: String?
        private var changes = ProcessChanges(arguments: [])
        private var shared = ExecutionRequest(.file(""))

        func request(command: [String]) throws(RuntimeError) -> ExecutionRequest {
            var request = shared
            if let file {
                request.source = .file(file)
            } else if command.isEmpty {
                throw .refused("no command: give one after the container, or a process by --process FILE")
            } else {
                changes.arguments = command
                request.source = .command(changes)
            }
            return request
        }

        var flags: [FlagGroup] { [FlagGroup("Process", process), FlagGroup("Options", others)] }

        private var process: [Flag] {
            [
                Flag("process", short: "p", value: "FILE", "The process as JSON, as in a config.json") {
                    self.file = $0
                },
                Flag("tty", short: "t", "A terminal of its own") { self.changes.terminal = $0 },
                Flag("user", short: "u", value: "UID[:GID]", "Who it runs as, by number") { text in
                    let ids = try UserIDs(text)
                    self.changes.userID = ids.user
                    self.changes.groupID = ids.group
                },
                Flag("additional-gids", short: "g", value: "GID...", "A further group, by number") { text in
                    self.changes.additionalGroupIDs.append(try UserIDs.number(text))
                },
                Flag("cwd", value: "DIR", "Its working directory") { self.changes.workingDirectory = $0 },
                Flag("env", short: "e", value: "NAME=VALUE...", "Add to its environment") {
                    self.changes.environment.append($0)
                },
                Flag("cap", short: "c", value: "CAPABILITY...", "Add a capability") {
                    self.changes.capabilities.append($0)
                },
                Flag("no-new-privs", "It can't gain privileges by execve(2)") {
                    self.changes.noNewPrivileges = $0
                },
                Flag("apparmor", value: "PROFILE", "Its AppArmor profile") { self.changes.appArmorProfile = $0 },
                Flag("process-label", value: "LABEL", "Its SELinux label") { self.changes.selinuxLabel = $0 },
            ]
        }

        private var others: [Flag] {
            [
                Flag("detach", short: "d", "Leave as soon as it runs") { self.shared.detaches = $0 },
                Flag("pid-file", value: "FILE", "Write its id there") { self.shared.pidFile = $0 },
                Flag("console-socket", value: "SOCKET", "Send the master of its terminal there") {
                    self.shared.consoleSocket = $0
                },
                Flag("pidfd-socket", value: "SOCKET", "Send a pidfd of it there") {
                    self.shared.pidDescriptorSocket = $0
                },
                Flag("preserve-fds", value: "N", "Pass N more descriptors, from 3 on") {
                    self.shared.preservedDescriptors = try CInt(descriptorCount: $0)
                },
                Flag("ignore-paused", "Join a paused container too") { self.shared.ignoresPause = $0 },
                Flag(
                    "cgroup", value: "[CONTROLLER,...:]PATH...", "A group beneath the container's, for the process"
                ) { self.shared.cgroups.append($0) },
                Flag("no-subreaper", "Accepted, without effect") { _ in },
            ]
        }
    }
}

/// `UID` or `UID:GID`, by number: whose names there are is the container's word.
private struct UserIDs {
    let user: UInt32
    let group: UInt32?

    init(_ text: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        user = try Self.number(String(parts[0]))
        group = parts.count > 1 ? try Self.number(String(parts[1])) : nil
    }

    static func number(_ text: String) throws -> UInt32 {
        // 4294967295 is the kernel's word for no id.
        guard let number = UInt32(text), number < UInt32.max, text.utf8.first != UInt8(ascii: "+") else {
            throw NotAnID()
        }
        return number
    }

    private struct NotAnID: Error, CustomStringConvertible {
        let description = "must be a number from 0 to 4294967294"
    }
}
