import OCI
import Runtime

/// What the `--health-…` flags ask for; absent means: as the image has it.
public struct HealthOptions: Hashable, Sendable {
    /// `--no-healthcheck`.
    public var isOff = false
    /// `--health-cmd`: a line for the image's shell.
    public var command: String?
    public var interval: Duration?
    public var timeout: Duration?
    public var startPeriod: Duration?
    public var startInterval: Duration?
    public var retries: Int?

    public init() {}

    /// `--health-interval` and its like: Go's text for a duration; zero means the default.
    public static func time(parsing text: String) throws(InvalidOption) -> Duration {
        if text == "0" { return .zero }
        guard let duration = Duration(option: text), duration == .zero || duration >= .milliseconds(1) else {
            throw InvalidOption("must be a time of at least 1ms, such as 30s or 1m30s")
        }
        return duration
    }
}

extension ContainerSettings {
    /// The image's check with what the options say otherwise. `nil`: there is none.
    static func healthCheck(
        _ options: HealthOptions, image: ContainerDefaults?
    ) throws(EngineError) -> HealthCheck? {
        var others = options
        others.isOff = false
        if options.isOff, others != HealthOptions() {
            throw EngineError(.invalid, "--no-healthcheck and the --health flags exclude each other")
        }
        let defaults = image?.healthcheck
        guard !options.isOff, let command = command(options, defaults, shell: image?.shell) else { return nil }
        var check = HealthCheck(command: command)
        check.interval = time(options.interval, defaults?.interval) ?? check.interval
        check.timeout = time(options.timeout, defaults?.timeout) ?? check.timeout
        check.startPeriod = time(options.startPeriod, defaults?.startPeriod) ?? check.startPeriod
        check.startInterval = time(options.startInterval, defaults?.startInterval) ?? check.startInterval
        if let retries = options.retries ?? defaults?.retries, retries > 0 { check.retries = retries }
        return check
    }

    private static func command(
        _ options: HealthOptions, _ defaults: ContainerDefaults.Healthcheck?, shell: [String]?
    ) -> [String]? {
        let shell = shell ?? ["/bin/sh", "-c"]
        if let line = options.command { return shell + [line] }
        guard let test = defaults?.test, let kind = test.first, test.count > 1 else { return nil }
        switch kind {
        case "CMD": return Array(test.dropFirst())
        case "CMD-SHELL": return shell + [test[1]]
        default: return nil
        }
    }

    /// Milliseconds; `nil` for neither and for zero.
    private static func time(_ asked: Duration?, _ nanoseconds: Int64?) -> Int64? {
        let milliseconds =
            if let asked {
                asked.components.seconds * 1000 + asked.components.attoseconds / 1_000_000_000_000_000
            } else {
                (nanoseconds ?? 0) / 1_000_000
            }
        return milliseconds > 0 ? milliseconds : nil
    }
}
