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
        try add(FilterOption(parsing: text, allowed: allowed))
    }

    private mutating func add(_ option: FilterOption<Key>) throws(InvalidOption) {
        let value = option.value
        switch option.key {
        case .ancestor: ancestors.append(value)
        case .before: before.append(value)
        case .since: since.append(value)
        case .volume: volumes.append(value)
        case .network: networks.append(value)
        case .id: ids.append(value)
        case .name: names.append(try NamePattern(value))
        case .label: labels.append(LabelCondition(value))
        case .notLabel: labels.append(LabelCondition(value, isWanted: false))
        case .until: until = try option.moment()
        case .exited:
            guard let code = Int32(value) else { throw option.refusal("must be an exit code such as 137") }
            exitCodes.append(code)
        case .status:
            statuses.append(try option.word(of: ListedContainer.Status.names.sorted()))
        case .health:
            healths.append(try option.word(of: ["starting", "healthy", "unhealthy", "none"]))
        case .isTask:
            // Of a swarm, of which there is none here.
            asksForAbsent = try option.word(of: ["true", "false"]) == "true" || asksForAbsent
        case .publish: published += try Self.ports(option)
        case .expose: exposed += try Self.ports(option)
        }
    }

    /// `80`, `80/udp`, `80-90/tcp`.
    private static func ports(_ option: FilterOption<Key>) throws(InvalidOption) -> [ContainerPort] {
        do throws(InvalidOption) {
            return try ContainerPort.all(parsing: option.value)
        } catch {
            throw option.refusal("must be a port such as 80 or 80/tcp")
        }
    }
}
