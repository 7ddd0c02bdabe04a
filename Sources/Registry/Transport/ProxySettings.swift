import Glibc
import OCI

/// Which requests go through a proxy, by the environment that curl(1) and Go's
/// programs read: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not.
struct ProxySettings: Hashable, Sendable {
    var http: HTTPLocation.Origin?
    var https: HTTPLocation.Origin?
    /// Hosts, domains and addresses that are spoken to directly; `*` means all.
    var direct: [String] = []

    init() {}

    init(environment: (String) -> String?) throws(RegistryError) {
        func value(_ name: String) -> String? {
            let value = environment(name) ?? environment(name.lowercased())
            return value.flatMap { $0.isEmpty ? nil : $0 }
        }
        // In a CGI program a client's header would become HTTP_PROXY; nothing of the kind runs this.
        http = try value("HTTP_PROXY").map { text throws(RegistryError) in try Self.origin(text, "HTTP_PROXY") }
        https = try value("HTTPS_PROXY").map { text throws(RegistryError) in try Self.origin(text, "HTTPS_PROXY") }
        direct = (value("NO_PROXY") ?? "").split { $0 == "," || $0 == " " }.map { $0.lowercased() }
    }

    /// The proxy for requests to that origin; `nil` when there is none. This machine is never reached by one.
    func proxy(for origin: HTTPLocation.Origin) -> HTTPLocation.Origin? {
        guard let proxy = origin.scheme == .https ? https : http, !origin.isLoopback else { return nil }
        return direct.contains { Self.matches($0, origin) } ? nil : proxy
    }

    /// `example.com` means its subdomains, too, as `.example.com` does.
    private static func matches(_ pattern: String, _ origin: HTTPLocation.Origin) -> Bool {
        if pattern == "*" || pattern == origin.host || pattern == "\(origin.host):\(origin.port)" { return true }
        let domain =
            pattern.hasPrefix("*.") ? pattern.dropFirst() : pattern.hasPrefix(".") ? pattern[...] : ".\(pattern)"
        return origin.host.hasSuffix(domain) || domain.dropFirst() == origin.host
    }

    /// Without a scheme it's `http`, as everywhere.
    private static func origin(_ text: String, _ variable: String) throws(RegistryError) -> HTTPLocation.Origin {
        do {
            let origin = try HTTPLocation(parsing: text.contains("://") ? text : "http://\(text)").origin
            guard origin.scheme == .http else {
                throw FormatError("a proxy", text, "only proxies that are spoken to in plain HTTP can be used")
            }
            return origin
        } catch {
            throw .invalid("the environment's \(variable) can't be used: \(error)")
        }
    }
}
