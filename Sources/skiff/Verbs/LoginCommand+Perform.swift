import Commands
import Engine
import Glibc
import LinuxSystem
import Registry

extension LoginCommand {
    static func perform(_ options: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            let name = try Registry.name(ofServer: words.first)
            let registry = try Registry.ofEnvironment()
            let (user, password) = try credentials(options, registry, name)
            let place = try registry.logIn(to: name, user: user, password: password)
            if case .file(let path) = place {
                StandardStream.error.writeLine(
                    "WARNING! Your credentials are stored unencrypted in '\(path)'.\nConfigure a credential helper to remove this warning."
                )
            }
            StandardStream.output.writeLine("Login Succeeded")
            return 0
        }
    }

    private static func credentials(
        _ options: Options, _ registry: Registry, _ name: String
    ) throws -> (user: String, password: String) {
        if options.passwordFromInput {
            guard options.password == nil else {
                throw EngineError(.invalid, "--password and --password-stdin are mutually exclusive")
            }
            guard let user = options.username else {
                throw EngineError(.invalid, "--password-stdin needs the user's name: give it with --username")
            }
            return (user, try passwordFromInput())
        }
        if options.password != nil {
            StandardStream.error.writeLine("WARNING! Using --password via the CLI is insecure. Use --password-stdin.")
        }
        if let user = options.username, let password = options.password { return (user, password) }
        guard StandardStream.inputIsTerminal else {
            throw EngineError(
                .invalid, "there is no terminal to ask for a password: use --username and --password-stdin")
        }
        return try ask(options, known: registry.knownUser(of: name))
    }

    private static func passwordFromInput() throws -> String {
        let bytes = try Descriptor.standardInput().readToEnd(limit: 64 << 10, name: "standard input")
        var password = String(decoding: bytes, as: UTF8.self)
        while password.last?.isNewline == true { password.removeLast() }
        return password
    }

    private static func ask(_ options: Options, known: String?) throws -> (user: String, password: String) {
        var user = options.username ?? TerminalPrompt.line("Username\(known.map { " (\($0))" } ?? ""): ")
        if user.isEmpty { user = known ?? "" }
        guard !user.isEmpty else { throw EngineError(.invalid, "a user's name is needed") }
        let password = try options.password ?? TerminalPrompt.secret("Password: ")
        guard !password.isEmpty else { throw EngineError(.invalid, "a password is needed") }
        return (user, password)
    }
}

extension LogoutCommand {
    static func perform(_: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            let name = try Registry.name(ofServer: words.first)
            if try Registry.ofEnvironment().logOut(of: name) {
                StandardStream.output.writeLine("Removing login credentials for \(name)")
            } else {
                StandardStream.output.writeLine("Not logged in to \(name)")
            }
            return 0
        }
    }
}
