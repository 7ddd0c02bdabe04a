import LinuxSystem

extension ContainerFilter {
    /// What can be asked for.
    public enum Key: String, CaseIterable, Sendable {
        case ancestor
        case before
        case exited
        case expose
        case health
        case id
        case isTask = "is-task"
        case label
        case notLabel = "label!"
        case name
        case network
        case publish
        case since
        case status
        case until
        case volume
    }

    /// For lists of containers.
    public static let forLists = Key.allCases.filter { $0 != .notLabel && $0 != .until }
    /// For removing those that have ended.
    public static let forPruning: [Key] = [.label, .notLabel, .until]

    /// `--filter KEY=VALUE`.
    /// - Parameter allowed: what the command knows.
    public mutating func add(option text: String, allowed: [Key]) throws(InvalidOption) {
        guard let equals = text.firstIndex(of: "=") else {
            throw InvalidOption("bad format of filter (expected name=value)")
        }
        let name = String(text[..<equals])
        let value = String(text[text.index(after: equals)...])
        guard let key = Key(rawValue: name), allowed.contains(key) else {
            let names = allowed.map(\.rawValue).joined(separator: ", ")
            throw InvalidOption("invalid filter '\(name)'; there are \(names)")
        }
        try add(key, value)
    }

    private mutating func add(_ key: Key, _ value: String) throws(InvalidOption) {
        switch key {
        case .ancestor: ancestors.append(value)
        case .before: before.append(value)
        case .since: since.append(value)
        case .volume: volumes.append(value)
        case .network: networks.append(value)
        case .id: ids.append(value)
        case .name: names.append(try NamePattern(value))
        case .label: labels.append(ImageFilter.condition(value, isWanted: true))
        case .notLabel: labels.append(ImageFilter.condition(value, isWanted: false))
        case .until: until = try ImageFilter.moment(value)
        case .exited:
            guard let code = Int32(value) else { throw Self.invalid("exited", "must be an exit code such as 137") }
            exitCodes.append(code)
        case .status:
            statuses.append(try Self.word(value, of: ListedContainer.Status.names.sorted(), for: "status"))
        case .health:
            healths.append(try Self.word(value, of: ["starting", "healthy", "unhealthy", "none"], for: "health"))
        case .isTask:
            // Of a swarm, of which there is none here.
            asksForAbsent = try Self.word(value, of: ["true", "false"], for: "is-task") == "true" || asksForAbsent
        case .publish: published += try Self.ports(value, of: key)
        case .expose: exposed += try Self.ports(value, of: key)
        }
    }

    static func word(_ text: String, of known: [String], for key: String) throws(InvalidOption) -> String {
        guard known.contains(text) else {
            throw invalid(key, "must be \(known.dropLast().joined(separator: ", ")) or \(known.last ?? "")")
        }
        return text
    }

    private static func invalid(_ key: String, _ reason: String) -> InvalidOption {
        InvalidOption("invalid value for filter '\(key)': \(reason)")
    }

    /// `80`, `80/udp`, `80-90/tcp`.
    private static func ports(_ text: String, of key: Key) throws(InvalidOption) -> [ContainerPort] {
        do throws(InvalidOption) {
            return try ContainerPort.all(parsing: text)
        } catch {
            throw invalid(key.rawValue, "must be a port such as 80 or 80/tcp")
        }
    }
}
