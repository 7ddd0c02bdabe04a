/// Which volumes a command is about: Docker's `--filter`. A volume has to fit every kind that is given; of
/// names one.
public struct VolumeFilter: Sendable {
    /// Whether no container uses it.
    private var isDangling: Bool?
    private var labels: [LabelCondition] = []
    private var names: [String] = []
    private var drivers: [String] = []
    /// `all=true` of `volume prune`: those with names, too.
    public private(set) var asksForAll = false

    public init() {}

    /// What can be asked for.
    public enum Key: String, Sendable {
        case dangling, driver, label, name, all
        case notLabel = "label!"
    }

    /// For lists of volumes.
    public static let forLists: [Key] = [.dangling, .driver, .label, .name]
    /// For removing what nobody needs.
    public static let forPruning: [Key] = [.all, .label, .notLabel]

    /// `--filter KEY=VALUE`.
    /// - Parameter allowed: what the command knows.
    public mutating func add(option text: String, allowed: [Key]) throws(InvalidOption) {
        let option = try FilterOption(parsing: text, allowed: allowed)
        switch option.key {
        case .dangling: isDangling = try option.truth()
        case .all: asksForAll = try option.truth()
        case .driver: drivers.append(option.value)
        case .name: names.append(option.value)
        case .label: labels.append(LabelCondition(option.value))
        case .notLabel: labels.append(LabelCondition(option.value, isWanted: false))
        }
    }

    /// Whether it is among those that the command is about.
    public func selects(_ usage: VolumeUsage) -> Bool {
        if let isDangling, isDangling != usage.containers.isEmpty { return false }
        if !drivers.isEmpty, !drivers.contains("local") { return false }
        if !names.isEmpty, !names.contains(where: usage.volume.name.contains) { return false }
        return labels.allSatisfy { $0.fits(usage.volume.shownLabels) }
    }
}
