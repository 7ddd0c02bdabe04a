import JSON

/// What happens when a container ends that nobody stopped: Docker's `--restart`.
public enum RestartPolicy: Hashable, Sendable {
    case no
    /// After an exit code other than 0, at most so many times; `nil`: without end.
    case onFailure(most: Int?)
    case always
    /// As `always`, but one that was stopped stays so when the machine starts.
    case unlessStopped
    /// As `on-failure`, and a container that its health check finds unhealthy
    /// is killed, which is a failure too.
    case unhealthy

    /// `no`, `on-failure`, `on-failure:5`, `always`, `unless-stopped`,
    /// `unhealthy`; `nil` for anything else.
    public init?(parsing text: String) {
        switch text {
        case "", "no": self = .no
        case "always": self = .always
        case "unless-stopped": self = .unlessStopped
        case "unhealthy": self = .unhealthy
        case "on-failure": self = .onFailure(most: nil)
        default:
            guard text.hasPrefix("on-failure:"), let most = Int(text.dropFirst(11)), most >= 0 else { return nil }
            self = .onFailure(most: most == 0 ? nil : most)
        }
    }

    /// Docker's name, without the number.
    public var name: String {
        switch self {
        case .no: "no"
        case .onFailure: "on-failure"
        case .always: "always"
        case .unlessStopped: "unless-stopped"
        case .unhealthy: "unhealthy"
        }
    }

    /// As `init(parsing:)` takes it.
    public var text: String {
        if case .onFailure(let most?) = self { "on-failure:\(most)" } else { name }
    }

    /// Whether a container that ended by itself is started again.
    /// - Parameter restarts: how often it has been, since somebody started it.
    func restarts(after record: ExitRecord, restarts: Int) -> Bool {
        switch self {
        case .no: false
        case .always, .unlessStopped: true
        case .unhealthy: record.exitCode != 0
        case .onFailure(let most): record.exitCode != 0 && most.map { restarts < $0 } ?? true
        }
    }
}

extension RestartPolicy: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        guard let policy = RestartPolicy(parsing: try String(json: value)) else {
            throw JSONError(expected: "a restart policy", found: value)
        }
        self = policy
    }

    public func write(to writer: inout JSONWriter) { writer.string(text) }
}

/// How long a container that ended waits until it is started again: Docker's
/// back-off, from 100 ms doubling to a minute.
struct RestartDelay {
    private var milliseconds: Int64 = 0

    static let first: Int64 = 100
    static let longest: Int64 = 60_000
    /// A container that ran for so long is in good order.
    static let goodRun: Int64 = 10_000

    /// The time to wait after a run of that length, both in milliseconds.
    mutating func next(after run: Int64) -> Int64 {
        milliseconds = milliseconds == 0 || run >= Self.goodRun ? Self.first : min(milliseconds * 2, Self.longest)
        return milliseconds
    }
}
