import LinuxSystem

/// Which networks a command is about: Docker's `--filter`. A network has to fit every kind that is given, and of a
/// kind one value; of labels all.
public struct NetworkFilter: Sendable {
    private var names: [String] = []
    private var ids: [String] = []
    private var drivers: [String] = []
    private var labels: [ImageFilter.LabelCondition] = []
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
        guard let equals = text.firstIndex(of: "=") else {
            throw InvalidOption("bad format of filter (expected name=value)")
        }
        let name = String(text[..<equals])
        let value = String(text[text.index(after: equals)...])
        guard let key = Key(rawValue: name), allowed.contains(key) else {
            throw InvalidOption(
                "invalid filter '\(name)'; there are \(allowed.map(\.rawValue).joined(separator: ", "))")
        }
        switch key {
        case .dangling: isDangling = try ContainerFilter.word(value, of: ["true", "false"], for: name) == "true"
        case .driver: drivers.append(value)
        case .id: ids.append(value)
        case .name: names.append(value)
        case .scope: scopes.append(value)
        case .type: isCustom.append(try ContainerFilter.word(value, of: ["builtin", "custom"], for: name) == "custom")
        case .until: until = try ImageFilter.moment(value)
        case .label: labels.append(ImageFilter.condition(value, isWanted: true))
        case .notLabel: labels.append(ImageFilter.condition(value, isWanted: false))
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
