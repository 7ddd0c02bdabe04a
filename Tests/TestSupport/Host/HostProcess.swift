/// A process of the host, as /proc shows it at the moment of asking.
public struct HostProcess: Sendable {
    public let id: Int32

    public init(_ id: Int32) {
        self.id = id
    }

    /// Every process there is.
    public static var all: [HostProcess] {
        HostFile.names(in: "/proc").compactMap { Int32($0) }.map { HostProcess($0) }
    }

    /// Its words; none for a zombie, a thread of the kernel, and one that has just ended.
    public var words: [String] { strings("cmdline") }

    /// Its parent; `nil` when it has just ended.
    public var parent: HostProcess? {
        // proc_pid_stat(5): the name stands in brackets and may hold anything.
        let fields = (try? HostFile.text("/proc/\(id)/stat"))?.split(separator: ") ").last?.split(separator: " ")
        return fields.flatMap { $0.count > 1 ? Int32($0[1]) : nil }.map { HostProcess($0) }
    }

    /// The state directory that it was started with: `SKIFF_ROOT` of its
    /// environment, or of the nearest ancestor's that has one.
    public var stateDirectory: String? {
        var process = self
        while process.id > 1 {
            let prefix = "SKIFF_ROOT="
            if let entry = process.strings("environ").first(where: { $0.hasPrefix(prefix) }) {
                return String(entry.dropFirst(prefix.count))
            }
            guard let parent = process.parent else { return nil }
            process = parent
        }
        return nil
    }

    /// The state of proc_pid_stat(5), `R`, `S`, `Z` …; `nil` when it is gone.
    public var state: Character? {
        (try? HostFile.text("/proc/\(id)/stat"))?.split(separator: ") ").last?.first
    }

    /// `KEY=VALUE` of the environment that it was started with.
    public var environment: [String] { strings("environ") }

    private func strings(_ file: String) -> [String] {
        // A process that has just ended has no file.
        let text = (try? HostFile.text("/proc/\(id)/\(file)")) ?? ""
        return text.split(separator: "\0").map(String.init)
    }
}
