import Events

/// Which events are told of: what Docker's `--filter` asks for. An event has
/// to fit each kind that is given; of several values of a kind one is enough,
/// but of labels it has to have all.
public struct EventFilter: Sendable {
    /// What can be asked for.
    public enum Key: String, CaseIterable, Sendable {
        case container
        case event
        case image
        case label
        case network
        case type
        case volume
    }

    private var values: [Key: [String]] = [:]

    public init() {}

    /// `--filter KEY=VALUE`.
    public mutating func add(option text: String) throws(InvalidOption) {
        let option = try FilterOption(parsing: text, allowed: Key.allCases)
        values[option.key, default: []].append(option.value)
    }

    /// Whether the event is one of those asked for.
    public func fits(_ event: Event) -> Bool {
        values.allSatisfy { key, values in Self.fits(event, key, values) }
    }

    private static func fits(_ event: Event, _ key: Key, _ values: [String]) -> Bool {
        switch key {
        case .type: values.contains(event.subject.rawValue)
        case .event: values.contains { fits(event.action, $0) }
        case .label: values.allSatisfy { fits(event.attributes, label: $0) }
        case .image: values.contains { fits(event, image: $0) }
        // The beginning of an id or a name will do, as in Docker.
        case .container, .network, .volume:
            event.subject.rawValue == key.rawValue
                && values.contains { event.id.hasPrefix($0) || (event.attributes["name"] ?? "").hasPrefix($0) }
        }
    }

    /// Actions that go on behind a colon, `exec_create: sh`, are meant by what stands before.
    private static func fits(_ action: String, _ value: String) -> Bool {
        if action == value { return true }
        switch value {
        case "exec_create", "exec_start", "health_status": return action.hasPrefix("\(value):")
        default: return false
        }
    }

    private static func fits(_ attributes: [String: String], label: String) -> Bool {
        let parts = label.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let value = attributes[parts[0]] else { return false }
        return parts.count == 1 || value == parts[1]
    }

    /// An image by its id or its name, a container by the image that it is made from; with its tag or without.
    private static func fits(_ event: Event, image: String) -> Bool {
        let name = event.attributes[event.subject == .image ? "name" : "image"] ?? ""
        return [event.id, name].contains { $0 == image || withoutTag($0) == image }
    }

    private static func withoutTag(_ name: String) -> String {
        let path = name.prefix { $0 != "@" }
        guard let colon = path.lastIndex(of: ":"), !path[colon...].contains("/") else { return String(path) }
        return String(path[..<colon])
    }
}
