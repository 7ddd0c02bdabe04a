import LinuxSystem

/// Which networks a command is about: Docker's `--filter`. A network has to fit every kind that is given, and of a
/// kind one value; of labels all.
public struct NetworkFilter: Sendable {
    private var names: [String] = []
    private var ids: [String] = []
    private var drivers: [String] = []
    private var labels: [LabelCondition] = []
    private var scopes: [String] = []
    /// Made by somebody, or always there.
    private var isCustom: [Bool] = []
    /// Whether no container is to use it.
    private var isDangling: Bool?
    private var until: Timestamp?

    public init() {}

    /// What can be asked for.
    public enum Key: String, Sendable {
        case dangling, driver, id, label, name, scope, type, until
        case notLabel = "label!"
    }

    /// For lists of networks.
    public static let forLists: [Key] = [.dangling, .driver, .id, .label, .name, .scope, .type]
    /// For removing what nobody needs.
    public static let forPruning: [Key] = [.label, .notLabel, .until]

    /// `--filter KEY=VALUE`.
    /// - Parameter allowed: what the command knows.
    public mutating func add(option text: String, allowed: [Key]) throws(InvalidOption) {
        let option = try FilterOption(parsing: text, allowed: allowed)
        switch option.key {
        case .dangling: isDangling = try option.truth()
        case .driver: drivers.append(option.value)
        case .id: ids.append(option.value)
        case .name: names.append(option.value)
        case .scope: scopes.append(option.value)
        case .type: isCustom.append(try option.word(of: ["builtin", "custom"]) == "custom")
        case .until: until = try option.moment()
        case .label: labels.append(LabelCondition(option.value))
        case .notLabel: labels.append(LabelCondition(option.value, isWanted: false))
        }
    }

    /// Whether it is among those that the command is about.
    public func selects(_ usage: NetworkUsage) -> Bool {
        let network = usage.network
        if let isDangling, isDangling != (usage.users.isEmpty && !network.isPredefined) { return false }
        if !drivers.isEmpty, !drivers.contains(network.driver.rawValue) { return false }
        if !ids.isEmpty, !ids.contains(where: network.id.hasPrefix) { return false }
        if !names.isEmpty, !names.contains(where: network.name.contains) { return false }
        if !scopes.isEmpty, !scopes.contains("local") { return false }
        if !isCustom.isEmpty, !isCustom.contains(!network.isPredefined) { return false }
        if let until, network.createdAt >= until { return false }
        return labels.allSatisfy { $0.fits(network.labels) }
    }
}
