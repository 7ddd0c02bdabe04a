/// Where beneath a container's group a further process belongs: the words of
/// `exec --cgroup`, each `PATH` or `CONTROLLER[,CONTROLLER...]:PATH`.
public struct SubgroupPaths: Hashable, Sendable {
    /// Relative paths by controller; the one of the empty string is for all.
    public private(set) var paths: [String: String] = [:]

    /// Throws `limits` with the option's name for words that contradict each other.
    public init(_ words: [String]) throws(RuntimeError) {
        for word in words {
            let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                guard words.count == 1 else { throw Self.invalid(word, "the controller is missing before the path") }
                paths[""] = word
                return
            }
            for controller in parts[0].split(separator: ",", omittingEmptySubsequences: false) {
                guard !controller.isEmpty else { throw Self.invalid(word, "a controller has no name") }
                guard paths.updateValue(String(parts[1]), forKey: String(controller)) == nil else {
                    throw Self.invalid(word, "the controller \(controller) has a path already")
                }
            }
        }
    }

    private static func invalid(_ word: String, _ reason: String) -> RuntimeError {
        .limits("--cgroup \(word): \(reason)")
    }
}
