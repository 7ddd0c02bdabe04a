/// What is to be compared, and how often.
public struct ComparisonOptions: Sendable {
    /// Measurements of each figure, with each contender.
    public var runs = 5
    /// Idle instances that run at once, for memory and density.
    public var density = 10
    /// The memory that idle instances are to fit into, in bytes; a quarter of the machine's if it's not said.
    public var memory: UInt64?
    /// The image whose files are the root everywhere.
    public var image = "busybox"
    /// Where the unpacked kernel is; beneath the state directory if it's not said.
    public var kernel: String?
    /// The parts to measure; all if empty.
    public var parts: Set<ComparisonPart> = []
    /// The names of those to compare; all that are here if empty.
    public var contenders: Set<String> = []
    /// How long an instance may take to come up, in seconds.
    public var limit: Int64 = 120
    /// The command line, for who wants to repeat it.
    public var commandLine: [String] = []

    public init() {}

    /// Whether the part is wanted.
    func wants(_ part: ComparisonPart) -> Bool { parts.isEmpty || parts.contains(part) }

    /// Whether somebody of that name is wanted.
    func wants(_ name: String) -> Bool { contenders.isEmpty || contenders.contains(name) }

    /// A word of `--only`: a part or a contender.
    /// - Returns: false when it's neither.
    public mutating func restrict(to word: String) -> Bool {
        if let part = ComparisonPart(rawValue: word) {
            parts.insert(part)
        } else if Self.knownContenders.contains(word) {
            contenders.insert(word)
        } else {
            return false
        }
        return true
    }

    /// All names that `--only` knows beside those of parts.
    public static let knownContenders = ["process", "skiff", "runc", "crun", "docker", "podman", "microvm", "q35"]
}

/// What can be left out of a comparison.
public enum ComparisonPart: String, CaseIterable, Hashable, Sendable {
    /// From the command to the first instruction, the first answer, and the end of all.
    case start
    /// What idle instances cost, and how many fit.
    case memory
    /// Processor, system calls, files, loopback.
    case benchmark
    /// What is seen from inside.
    case isolation
}
