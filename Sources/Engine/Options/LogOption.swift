import Cgroups
import Runtime

/// What `--log-driver` and `--log-opt` ask for.
public struct LogOption: Hashable, Sendable {
    private var settings = LogSettings.standard
    /// Labels and variables that each line is to carry along.
    private var labels: [String] = []
    private var variables: [String] = []

    public init() {}

    /// `--log-driver`.
    public mutating func setDriver(_ text: String) throws(InvalidOption) {
        guard let driver = LogSettings.Driver(rawValue: text) else {
            throw InvalidOption("must be json-file or none: 'skiff logs -f' hands a log on to any other program")
        }
        settings.driver = driver
    }

    /// `--log-opt`, with Docker's keys for json-file.
    public mutating func add(_ text: String) throws(InvalidOption) {
        let option = try KeyValue(parsing: text)
        switch option.key {
        case "max-size": settings.maximumSize = try Self.maximumSize(option.value)
        case "max-file":
            guard let count = Int(option.value), count > 0 else { throw InvalidOption("max-file must be 1 or more") }
            settings.fileCount = count
        case "compress":
            guard let compresses = Bool(option.value) else { throw InvalidOption("compress must be true or false") }
            settings.compresses = compresses
        case "labels": labels = option.value.split(separator: ",").map(String.init)
        case "env": variables = option.value.split(separator: ",").map(String.init)
        case "mode" where option.value == "blocking": break
        case "mode", "max-buffer-size":
            throw InvalidOption(
                "\(option.key) is not supported: a log never waits for a reader; on a full disk lines are lost in any mode"
            )
        case "labels-regex", "env-regex":
            throw InvalidOption("\(option.key) is not supported: name each with \(option.key.dropLast(6))=KEY,KEY")
        case "tag": throw InvalidOption("tag is not supported: give a label to the container, and name it with labels=")
        default:
            throw InvalidOption(
                "unknown log opt '\(option.key)' for json-file log driver; there are max-size, max-file, compress, "
                    + "labels and env")
        }
    }

    /// `nil` for Docker's -1: no limit.
    private static func maximumSize(_ text: String) throws(InvalidOption) -> Int64? {
        if text == "-1" { return nil }
        let size = try ByteSize.parse(option: text)
        guard size > 0, let size = Int64(exactly: size) else {
            throw InvalidOption("max-size must be 1 or more, or -1")
        }
        return size
    }

    /// The settings for a container with these labels and variables (`KEY=VALUE`).
    func settings(labels: [String: String], environment: [String]) -> LogSettings {
        var settings = settings
        for key in self.labels { settings.attributes[key] = labels[key] }
        for key in variables {
            guard let variable = environment.first(where: { $0.hasPrefix(key + "=") }) else { continue }
            settings.attributes[key] = String(variable.dropFirst(key.count + 1))
        }
        return settings
    }
}
