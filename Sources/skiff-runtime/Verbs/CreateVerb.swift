import CommandLine
import Glibc
import Runtime

/// `create` and `run`: a bundle becomes a container.
enum CreateVerb {
    static func command(_ globals: Globals) -> Command {
        var command = Command("create", "Create a container from a bundle", arguments: .container) {
            (options: Options, words: [String]) in
            globals.reporting(lendsStreams: true) { store throws(RuntimeError) in
                try store.create(try options.request(words[0], globals))
                return 0
            }
        }
        command.discussion = """
            Everything is set up, and the container's process waits for 'start'. Standard input, output and \
            error of this command become the container's.
            """
        return command
    }

    final class Options: CommandOptions {
        let creation = CreationFlags()
        var flags: [FlagGroup] { [FlagGroup(creation.flags)] }

        func request(_ name: String, _ globals: Globals) throws(RuntimeError) -> CreationRequest {
            var request = try creation.request(name)
            request.usesSystemd = globals.usesSystemd
            return request
        }
    }
}

/// The flags that `create` and `run` share.
final class CreationFlags {
    private var bundle = "."
    private var pidFile: String?
    private var consoleSocket: String?
    private var pidDescriptorSocket: String?
    private var preservedDescriptors: CInt = 0
    private var avoidsPivot = false
    private var avoidsKeyring = false

    var flags: [Flag] {
        [
            Flag("bundle", short: "b", value: "DIR", "The bundle: a directory with a config.json (default .)") {
                self.bundle = $0
            },
            Flag("pid-file", value: "FILE", "Write the id of the container's process there") { self.pidFile = $0 },
            Flag("console-socket", value: "SOCKET", "Send the master of the container's terminal there") {
                self.consoleSocket = $0
            },
            Flag("pidfd-socket", value: "SOCKET", "Send a pidfd of the container's process there") {
                self.pidDescriptorSocket = $0
            },
            Flag("preserve-fds", value: "N", "Pass N more descriptors, from 3 on") {
                self.preservedDescriptors = try CInt(descriptorCount: $0)
            },
            Flag("no-pivot", "Use chroot(2), on a host whose root is an initramfs") { self.avoidsPivot = $0 },
            Flag("no-new-keyring", "Keep the session keyring of the caller") { self.avoidsKeyring = $0 },
        ]
    }

    func request(_ name: String) throws(RuntimeError) -> CreationRequest {
        var request = CreationRequest(id: try ContainerIdentifier(name))
        request.bundle = bundle
        request.pidFile = pidFile
        request.consoleSocket = consoleSocket
        request.pidDescriptorSocket = pidDescriptorSocket
        request.preservedDescriptors = preservedDescriptors
        request.avoidsPivot = avoidsPivot
        request.makesKeyring = !avoidsKeyring
        return request
    }
}

extension Arguments {
    /// One container, by name.
    static let container = Arguments("CONTAINER", 1...1)
}

extension CInt {
    /// A number of descriptors, zero or more.
    init(descriptorCount text: String) throws {
        guard let number = CInt(text), (0...1024).contains(number) else { throw InvalidCount() }
        self = number
    }

    private struct InvalidCount: Error, CustomStringConvertible {
        let description = "must be a number from 0 to 1024"
    }
}
