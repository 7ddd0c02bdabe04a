/// A volume in a container, as it was asked for.
public struct VolumeMount: Hashable, Sendable {
    /// `nil`: a new anonymous one, which gets its name when the container is made.
    public var name: String?
    /// It was made for this container, or for the one that it came from.
    public var isAnonymous: Bool
    /// When it is empty, what the image has at the target is copied to it.
    public var copiesUp: Bool
    /// Those that it gets if it is made for this.
    public var labels: [String: String]
    /// The driver's.
    public var options: [String: String]

    public init(
        name: String? = nil, isAnonymous: Bool? = nil, copiesUp: Bool = true, labels: [String: String] = [:],
        options: [String: String] = [:]
    ) {
        self.name = name
        self.isAnonymous = isAnonymous ?? (name == nil)
        self.copiesUp = copiesUp
        self.labels = labels
        self.options = options
    }
}
