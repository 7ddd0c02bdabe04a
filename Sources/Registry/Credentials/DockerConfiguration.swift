import JSON

/// Docker's `config.json`, as far as it is about credentials. All else in it
/// is kept as it is.
struct DockerConfiguration: JSONReadable {
    private var root: JSONObject

    init() { root = JSONObject() }

    init(json value: JSONValue) throws(JSONError) { root = try JSONObject(json: value) }

    /// As Docker lays it out.
    var text: [UInt8] { Array(JSONLayout(root.json, indentation: "\t").text) }

    /// The program that has a registry's credentials; `nil`: they are in the file.
    func helper(for registry: String) throws(RegistryError) -> String? {
        try valid { () throws(JSONError) in
            let helpers: [String: String] = try root.optional("credHelpers") ?? [:]
            let named = helpers[CredentialStore.serverAddress(of: registry)] ?? helpers[registry]
            let general: String? = try root.optional("credsStore")
            return (named ?? general).flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// What `auths` has for a registry.
    func credentials(for registry: String) throws(RegistryError) -> Credentials? {
        try valid { () throws(JSONError) -> Credentials? in
            let entries = try entries
            guard let key = Self.key(for: registry, in: entries) else { return nil }
            do throws(JSONError) {
                return try Self.credentials(JSONObject(json: entries[key] ?? .null))
            } catch {
                throw error.inside(key).inside("auths")
            }
        }
    }

    /// Puts credentials into `auths`.
    mutating func set(_ credentials: Credentials, for registry: String) throws(RegistryError) {
        _ = try removeCredentials(for: registry)
        try change { entries in
            entries.members.append(
                .init(key: CredentialStore.serverAddress(of: registry), value: .object(Self.entry(credentials))))
        }
    }

    /// Takes a registry out of `auths`.
    /// - Returns: false if it wasn't there.
    mutating func removeCredentials(for registry: String) throws(RegistryError) -> Bool {
        var isRemoved = false
        try change { entries in
            while let key = Self.key(for: registry, in: entries) {
                entries.members.removeAll { $0.key == key }
                isRemoved = true
            }
        }
        return isRemoved
    }
}

// MARK: - Entries

extension DockerConfiguration {
    private var entries: JSONObject {
        get throws(JSONError) {
            let entries: JSONObject? = try root.optional("auths")
            return entries ?? JSONObject()
        }
    }

    private mutating func change(_ body: (inout JSONObject) -> Void) throws(RegistryError) {
        var entries = try valid { () throws(JSONError) -> JSONObject in try self.entries }
        body(&entries)
        root.members.removeAll { $0.key == "auths" }
        root.members.append(.init(key: "auths", value: .object(entries)))
    }

    private func valid<Value>(_ body: () throws(JSONError) -> Value) throws(RegistryError) -> Value {
        do {
            return try body()
        } catch {
            throw .invalid("Docker's config.json is not valid: \(error)")
        }
    }

    /// The registry's own name, or an address on it, as old clients wrote.
    private static func key(for registry: String, in entries: JSONObject) -> String? {
        let names = [CredentialStore.serverAddress(of: registry), registry]
        if let name = names.first(where: { entries[$0] != nil }) { return name }
        return entries.members.map(\.key).first { key in
            let rest =
                key.hasPrefix("https://") ? key.dropFirst(8) : key.hasPrefix("http://") ? key.dropFirst(7) : key[...]
            let host = rest.prefix { $0 != "/" }
            return host == registry || registry == "docker.io" && host == "index.docker.io"
        }
    }

    private static func credentials(_ entry: JSONObject) throws(JSONError) -> Credentials? {
        func text(_ key: String) throws(JSONError) -> String? {
            let text: String? = try entry.optional(key)
            return text.flatMap { $0.isEmpty ? nil : $0 }
        }
        if let token = try text("identitytoken") { return .identityToken(token) }
        if let token = try text("registrytoken") { return .registryToken(token) }
        if let user = try text("username") { return .password(user: user, password: try text("password") ?? "") }
        guard let encoded = try text("auth") else { return nil }
        guard let bytes = Base64.decode(encoded), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
            throw JSONError(place: "auth", reason: "it has to be USER:PASSWORD in base 64")
        }
        // Docker pads passwords with null characters.
        let password = bytes[(colon + 1)...].prefix { $0 != 0 }
        return .password(
            user: String(decoding: bytes[..<colon], as: UTF8.self), password: String(decoding: password, as: UTF8.self))
    }

    private static func entry(_ credentials: Credentials) -> JSONObject {
        let (key, text) =
            switch credentials {
            case .password(let user, let password): ("auth", Base64.encode(Array("\(user):\(password)".utf8)))
            case .identityToken(let token): ("identitytoken", token)
            case .registryToken(let token): ("registrytoken", token)
            }
        return JSONObject(members: [.init(key: key, value: .string(text))])
    }
}
