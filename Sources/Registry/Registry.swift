// Registry is the only client of the network: it talks to registries by the
// OCI distribution specification, brings images to the store and takes them
// from there. It keeps no state but credentials, in Docker's own file. Its
// callers see nothing of the event loop beneath: every call returns when it's
// done, or throws. The `skiff` executable alone calls it; a verb that needs
// no network must not make a `Registry`.

import Glibc
import Images
import OCI
import Synchronization

/// The registries, as one user of this host reaches them.
public final class Registry: Sendable {
    private let transport: Transport
    let credentialStore: CredentialStore
    /// By name; made when they are first spoken to.
    private let hosts = Mutex<[String: RegistryHost]>([:])

    /// - Parameter environment: the value of a variable; `nil` when it isn't set.
    public init(
        _ configuration: RegistryConfiguration, environment: (String) -> String?
    ) throws(RegistryError) {
        transport = Transport(configuration, proxies: try ProxySettings(environment: environment))
        credentialStore = CredentialStore(environment: environment)
    }

    /// As the process's environment and the host's files say.
    public static func ofEnvironment() throws(RegistryError) -> Registry {
        let environment = { (name: String) -> String? in getenv(name).map { String(cString: $0) } }
        return try Registry(.ofEnvironment(environment), environment: environment)
    }

    func host(_ name: String) throws(RegistryError) -> RegistryHost {
        try hosts.withLock { hosts throws(RegistryError) in
            if let host = hosts[name] { return host }
            let store = credentialStore
            let host = try RegistryHost(name, transport: transport) { () throws(RegistryError) in
                try store.credentials(for: name)
            }
            hosts[name] = host
            return host
        }
    }

    /// A host for an attempt with other credentials than those in the store.
    func host(_ name: String, with credentials: Credentials) throws(RegistryError) -> RegistryHost {
        try RegistryHost(name, transport: transport, isLasting: true) { () throws(RegistryError) in credentials }
    }

    func repository(of reference: ImageReference) throws(RegistryError) -> RemoteRepository {
        RemoteRepository(host: try host(reference.registry), name: reference.repository)
    }

    /// The same repository in the mirrors of its registry.
    func mirrors(of reference: ImageReference) throws(RegistryError) -> [RemoteRepository] {
        try transport.configuration.settings(for: reference.registry).mirrors.map { name throws(RegistryError) in
            RemoteRepository(host: try host(name), name: reference.repository)
        }
    }
}
