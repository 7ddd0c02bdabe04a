import JSON

/// What `registries.json` says about one registry.
public struct RegistrySettings: Hashable, Sendable {
    /// Registries that have the same images, to be asked first and in this order: `mirror.example:5000`.
    public var mirrors: [String] = []
    /// It's spoken to without TLS.
    public var plainHTTP = false
    /// Its certificate is not verified.
    public var insecure = false
    /// A file of certificates in PEM form that are trusted besides the system's.
    public var ca: String?
    /// A certificate in PEM form that this client shows, and its key.
    public var clientCertificate: String?
    /// A file with the certificate's key in PEM form.
    public var clientKey: String?
    /// A token server that may get the registry's credentials although it is
    /// another host and was named without verified TLS.
    public var realm: String?

    public init() {}
}

extension RegistrySettings: JSONReadable {
    private static let fields = [
        "mirrors", "plainHTTP", "insecure", "ca", "clientCertificate", "clientKey", "realm",
    ]

    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        for member in object.members where !Self.fields.contains(member.key) {
            throw JSONError(
                place: member.key, reason: "there is no such setting; there are \(Self.fields.joined(separator: ", "))")
        }
        mirrors = try object.optional("mirrors") ?? []
        plainHTTP = try object.optional("plainHTTP") ?? false
        insecure = try object.optional("insecure") ?? false
        ca = try object.optional("ca")
        clientCertificate = try object.optional("clientCertificate")
        clientKey = try object.optional("clientKey")
        realm = try object.optional("realm")
        guard (clientCertificate == nil) == (clientKey == nil) else {
            throw JSONError(reason: "clientCertificate and clientKey go together")
        }
    }
}
