import NIOHTTP1
import OCI

/// One repository of a registry: its manifests, blobs and tags, by the OCI
/// distribution specification 1.1.
struct RemoteRepository: Sendable {
    let host: RegistryHost
    /// Its path: `library/busybox`.
    let name: String

    /// What a token must allow.
    enum Right: String {
        case pull
        case push = "pull,push"
        case delete
    }

    func scope(_ right: Right) -> String { "repository:\(name):\(right.rawValue)" }

    /// A call beneath the repository's own path.
    func call(_ method: HTTPMethod = .GET, _ path: String, _ right: Right = .pull) -> RegistryCall {
        RegistryCall(method, .path("/v2/\(name)/\(path)"), scopes: [scope(right)])
    }

    /// The error that an answer of another status than was hoped for stands for.
    func refusal(_ answer: RegistryAnswer, missing: String) -> RegistryError {
        answer.refusal(missing: missing, advice: host.authenticator.advice())
    }
}
