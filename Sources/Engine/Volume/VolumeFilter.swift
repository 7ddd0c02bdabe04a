/// Which volumes a command is about: Docker's `--filter`. A volume has to fit every kind that is given; of
/// names one.
public struct VolumeFilter: Sendable {
    /// Whether no container uses it.
    private var isDangling: Bool?
    private var labels: [ImageFilter.LabelCondition] = []
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
        guard let equals = text.firstIndex(of: "=") else {
            throw InvalidOption("bad format of filter (expected name=value)")
        }
        let name = String(text[..<equals])
        let value = String(text[text.index(after: equals)...])
        guard let key = Key(rawValue: name), allowed.contains(key) else {
            let names = allowed.map(\.rawValue).joined(separator: ", ")
            throw InvalidOption("invalid filter '\(name)'; there are \(names)")
        }
        switch key {
        case .dangling: isDangling = try Self.truth(value, of: name)
        case .all: asksForAll = try Self.truth(value, of: name)
        case .driver: drivers.append(value)
        case .name: names.append(value)
        case .label: labels.append(Self.condition(value, isWanted: true))
        case .notLabel: labels.append(Self.condition(value, isWanted: false))
        }
    }

    /// Whether it is among those that the command is about.
    public func selects(_ usage: VolumeUsage) -> Bool {
        if let isDangling, isDangling != usage.containers.isEmpty { return false }
        if !drivers.isEmpty, !drivers.contains("local") { return false }
        if !names.isEmpty, !names.contains(where: usage.volume.name.contains) { return false }
        return labels.allSatisfy { $0.fits(usage.volume.shownLabels) }
    }

    private static func truth(_ text: String, of filter: String) throws(InvalidOption) -> Bool {
        switch text {
        case "true", "1": return true
        case "false", "0": return false
        default: throw InvalidOption("invalid value for filter '\(filter)': must be true or false")
        }
    }

    private static func condition(_ text: String, isWanted: Bool) -> ImageFilter.LabelCondition {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return ImageFilter.LabelCondition(key: parts[0], value: parts.count > 1 ? parts[1] : nil, isWanted: isWanted)
    }
}
