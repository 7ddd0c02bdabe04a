import JSON
import LinuxSystem
import OCI

/// A program that keeps credentials, `docker-credential-NAME`, in the protocol
/// of docker-credential-helpers: the verb is its argument, the request its
/// standard input. It's found by PATH and run without a shell.
struct CredentialHelper {
    private let program: String

    /// - Parameter name: what follows `docker-credential-`.
    init(_ name: String) { program = "docker-credential-\(name)" }

    /// The user's name of credentials that are a token.
    private static let tokenUser = "<token>"

    /// `nil`: it has none.
    func credentials(for registry: String) throws(RegistryError) -> Credentials? {
        let outcome = try run("get", Array(CredentialStore.serverAddress(of: registry).utf8))
        guard outcome.exitCode == 0 else {
            if outcome.text.contains("credentials not found") { return nil }
            throw failure("get", outcome)
        }
        do {
            let answer = try JSONObject(json: JSONValue(parsing: outcome.output))
            let user: String = try answer.required("Username")
            let secret: String = try answer.required("Secret")
            return user == Self.tokenUser ? .identityToken(secret) : .password(user: user, password: secret)
        } catch {
            throw .invalid("\(program) answers what is not valid: \(error)")
        }
    }

    func store(_ credentials: Credentials, for registry: String) throws(RegistryError) {
        let (user, secret) =
            switch credentials {
            case .password(let user, let password): (user, password)
            case .identityToken(let token), .registryToken(let token): (Self.tokenUser, token)
            }
        let request = JSONObject(members: [
            .init(key: "ServerURL", value: .string(CredentialStore.serverAddress(of: registry))),
            .init(key: "Username", value: .string(user)), .init(key: "Secret", value: .string(secret)),
        ])
        let outcome = try run("store", request.json)
        guard outcome.exitCode == 0 else { throw failure("store", outcome) }
    }

    func erase(for registry: String) throws(RegistryError) {
        let outcome = try run("erase", Array(CredentialStore.serverAddress(of: registry).utf8))
        guard outcome.exitCode == 0 else { throw failure("erase", outcome) }
    }

    private func run(_ verb: String, _ input: [UInt8]) throws(RegistryError) -> CapturedProgram.Outcome {
        guard program.utf8.allSatisfy({ $0.isLetterOrDigit || "-_.".utf8.contains($0) }) else {
            throw .invalid("\(program.quotable) is not the name of a credential helper")
        }
        return try attempt { () throws(SystemError) in
            try CapturedProgram.outcome(of: program, [verb], input: input)
        }
    }

    private func failure(_ verb: String, _ outcome: CapturedProgram.Outcome) -> RegistryError {
        .invalid("\(program) \(verb) fails with exit code \(outcome.exitCode): \(outcome.text.quotable)")
    }
}

extension CapturedProgram.Outcome {
    /// These programs tell what is wrong on standard output.
    fileprivate var text: String {
        var text = String(decoding: output, as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
