import LinuxSystem

/// A directory of files that outlives the containers that use it.
public struct Volume: Hashable, Sendable {
    public let name: String
    public let createdAt: Timestamp
    /// Made for a container that asked for none by name; it goes with that container when that is wanted.
    public let isAnonymous: Bool
    /// As they were given.
    public let labels: [String: String]
    /// Those of the driver, as they were given: `type`, `o`, `device`, `size`.
    public let options: [String: String]

    /// Docker's label of anonymous volumes.
    public static let anonymousLabel = "com.docker.volume.anonymous"

    /// With the one that says that it is anonymous.
    public var shownLabels: [String: String] {
        isAnonymous ? labels.merging([Self.anonymousLabel: ""]) { first, _ in first } : labels
    }

    /// What it is made of. The options were checked when it was made.
    func storage() throws(EngineError) -> VolumeStorage {
        do throws(InvalidOption) {
            return try VolumeStorage(options: options)
        } catch {
            throw EngineError(.invalid, "volume \(name) has options that mean nothing here: \(error)")
        }
    }
}

/// A volume, and who uses it.
public struct VolumeUsage: Hashable, Sendable {
    public let volume: Volume
    /// The ids of the containers, running or not.
    public let containers: [String]
    /// Where its files are on the host.
    public let path: String
}
