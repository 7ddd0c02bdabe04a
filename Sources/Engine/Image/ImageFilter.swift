import LinuxSystem
import OCI

/// Which images a command is about: what Docker's `--filter` asks for. An image has to fit every
/// kind that is given, of patterns one.
public struct ImageFilter: Sendable {
    /// Whether it has no name; `nil`: it may have one or none.
    public internal(set) var isDangling: Bool?
    var labels: [LabelCondition] = []
    /// Patterns of its names.
    var references: [ReferencePattern] = []
    /// Names of images that were made later than it.
    var before: [String] = []
    /// Names of images that were made earlier than it.
    var since: [String] = []
    /// It was made before that moment.
    var until: Timestamp?

    public init() {}

    /// Whether it leaves out no image that nobody needs.
    public var isEmpty: Bool { labels.isEmpty && until == nil }

    /// Whether the configuration has to be read.
    var asksForLabels: Bool { !labels.isEmpty }

    func fits(_ config: ImageConfig) -> Bool {
        let found = config.config?.labels ?? [:]
        return labels.allSatisfy { $0.fits(found) }
    }

    /// Whether it was made in time; one that doesn't say when counts as old.
    func isOldEnough(_ created: Timestamp?) -> Bool {
        guard let until else { return true }
        return created ?? Timestamp(nanoseconds: 0) < until
    }
}
