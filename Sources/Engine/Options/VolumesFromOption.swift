/// One `--volumes-from CONTAINER[:ro]`.
public struct VolumesFromOption: Hashable, Sendable {
    /// A name, an id or its beginning.
    public var container: String
    /// Its mounts are read-only here, whatever they are there.
    public var readOnly: Bool
    /// What the image has is not copied to its volumes.
    public var copiesUp = true

    /// Refuses an empty name and words that mean nothing.
    public init(parsing text: String) throws(InvalidOption) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, !name.isEmpty else { throw InvalidOption("the container's name is missing") }
        container = name
        readOnly = false
        for word in parts.count > 1 ? parts[1].split(separator: ",", omittingEmptySubsequences: false) : [] {
            switch word {
            case "ro": readOnly = true
            case "nocopy": copiesUp = false
            // They relabel for SELinux.
            case "rw", "z", "Z": break
            default: throw InvalidOption("unknown option \"\(word)\"; there are ro and rw")
            }
        }
    }
}
