import NIOHTTP1
import OCI

/// Where credentials went that a registry has accepted.
public enum CredentialPlace: Hashable, Sendable {
    /// In a file, which its owner can read as it is.
    case file(path: String)
    /// To the program that keeps the user's credentials.
    case helper
}

extension Registry {
    /// The name under which a registry's credentials are kept, from what users write: a host, or an
    /// address on it. Docker's own when nothing is written.
    public static func name(ofServer text: String?) throws(RegistryError) -> String {
        guard let text else { return "docker.io" }
        let rest =
            text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : text[...]
        let host = String(rest.prefix { $0 != "/" })
        if ["docker.io", "index.docker.io", "registry-1.docker.io"].contains(host) { return "docker.io" }
        _ = try attempt { () throws(FormatError) in try HTTPLocation(parsing: "https://\(host)") }
        return host
    }

    /// Whether there are credentials for a registry, and whose.
    public func knownUser(of name: String) throws(RegistryError) -> String? {
        guard case .password(let user, _) = try credentialStore.credentials(for: name) else { return nil }
        return user
    }

    /// Shows credentials to a registry, and keeps them if it accepts them. A token server's lasting
    /// token is kept in the place of the password, if it gives one.
    public func logIn(to name: String, user: String, password: String) throws(RegistryError) -> CredentialPlace {
        do {
            let accepted = try accept(.password(user: user, password: password), by: name)
            return try credentialStore.store(accepted, for: name)
        } catch {
            throw error.about("cannot log in to \(name)")
        }
    }

    /// Forgets a registry's credentials.
    /// - Returns: false if there were none.
    public func logOut(of name: String) throws(RegistryError) -> Bool {
        do {
            return try credentialStore.remove(for: name)
        } catch {
            throw error.about("cannot log out of \(name)")
        }
    }

    /// - Returns: what is to be kept.
    private func accept(_ credentials: Credentials, by name: String) throws(RegistryError) -> Credentials {
        let host = try host(name, with: credentials)
        let answer = try host.perform(RegistryCall(.GET, .path("/v2/")))
        guard answer.status == .ok else {
            throw answer.refusal(missing: "no registry answers there", advice: host.authenticator.advice())
        }
        // An anonymous token lets anybody in, and proves nothing.
        if host.authenticator.hasWithheldCredentials {
            throw .denied("nothing was tried\(host.authenticator.advice())")
        }
        return host.authenticator.refreshToken.map(Credentials.identityToken) ?? credentials
    }
}
