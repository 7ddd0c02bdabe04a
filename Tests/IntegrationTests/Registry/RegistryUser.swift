import RegistryFixtures
import TestSupport
import Testing

/// Somebody who uses registries: with a state directory, credentials and
/// settings of their own.
struct RegistryUser {
    let skiff: Skiff
    /// Where everything is that is theirs but the state directory.
    let home: String

    /// Runs the body for somebody new; what belongs to them goes afterwards.
    /// - Parameters:
    ///   - settings: what `registries.json` has.
    ///   - path: a directory of programs that come before the system's.
    @discardableResult
    static func with<Value>(
        settings: JSON = [:], path: String? = nil, _ body: (RegistryUser) throws -> Value
    ) throws -> Value {
        try withTemporaryDirectory { home in
            try HostFile.write(JSON.object(["registries": settings]).text, to: "\(home)/registries.json")
            let programs = path.map { ["PATH=\($0):/usr/bin:/bin"] } ?? []
            let environment = programs + ["DOCKER_CONFIG=\(home)/docker", "SKIFF_REGISTRIES=\(home)/registries.json"]
            return try Skiff.withOwnRoot(images: [], environment: environment) { skiff in
                try body(RegistryUser(skiff: skiff, home: home))
            }
        }
    }

    /// Docker's file with the credentials.
    var credentialFile: String { "\(home)/docker/config.json" }

    /// What is in it.
    func credentials() throws -> JSON { try JSON(parsing: HostFile.text(credentialFile)) }

    /// Writes the file as another program would have.
    func write(credentials: JSON) throws {
        try Program("/bin/mkdir", ["-p", "\(home)/docker"]).run().succeeded()
        try HostFile.write(credentials.text, to: credentialFile)
    }

    /// Logs in as `Account`, the password on standard input.
    @discardableResult
    func logIn(to host: String, password: String = Account.password) throws -> ProgramResult {
        try skiff.run(
            ["login", "--username", Account.name, "--password-stdin", host], input: Array("\(password)\n".utf8))
    }
}
