import Events
import Images
import LinuxSystem
import OCI

/// Containers that a `prune` removed.
public struct PrunedContainers: Hashable, Sendable {
    /// Their ids.
    public var removed: [String] = []
    /// Bytes of disk space that are free now.
    public var reclaimed: Int64 = 0
}

/// What `system prune` removed.
public struct PrunedSystem: Sendable {
    /// What went first.
    public let containers: PrunedContainers
    /// What no container has used since.
    public let images: PrunedImages
    /// None, unless they were asked for.
    public let volumes: PrunedVolumes
    /// Their names.
    public let networks: [String]
    /// Bytes of disk space that are free now.
    public var reclaimed: Int64 { containers.reclaimed + images.reclaimed + volumes.reclaimed }
}

extension Engine {
    /// Removes stopped containers, networks and images that no container uses then, unfinished downloads, and what crashes
    /// have left.
    /// - Parameters:
    ///   - all: images that have names, too.
    ///   - filter: leaves out containers.
    ///   - networks: leaves out networks.
    ///   - volumes: anonymous volumes that no container uses, too.
    ///   - isSelected: leaves out images by a filter of the user's.
    public func prune(
        all: Bool = false, containers filter: ContainerFilter = ContainerFilter(), volumes: Bool = false,
        networks: NetworkFilter = NetworkFilter(), where isSelected: ((Image, ImageConfig) throws -> Bool)? = nil
    ) throws -> PrunedSystem {
        let containers = try pruneContainers(filter)
        let removedNetworks = try pruneNetworks(networks)
        return try PrunedSystem(
            containers: containers, images: pruneImages(all: all, where: isSelected),
            volumes: volumes ? pruneVolumes() : PrunedVolumes(), networks: removedNetworks)
    }

    /// Removes the containers that have ended or never started. One that is being started or removed by
    /// another process meanwhile is left to it.
    /// - Parameter filter: leaves out some.
    public func pruneContainers(_ filter: ContainerFilter = ContainerFilter()) throws -> PrunedContainers {
        var pruned = PrunedContainers()
        var measure = DiskMeasure()
        var query = ContainerQuery()
        query.all = true
        query.filter = filter
        query.wantsRecords = false
        for container in try list(query) {
            guard Self.isPrunable(container) else { continue }
            let size = try measure.size(of: container.id, in: containers)
            do {
                try remove(container.id, force: false)
            } catch let error as EngineError where error.kind == .conflict || error.kind == .notFound {
                continue
            }
            pruned.removed.append(container.id)
            pruned.reclaimed += size
        }
        emit(.container, "prune", id: "", ["reclaimed": String(pruned.reclaimed)])
        return pruned
    }

    /// Between its record and its start a container looks like one that was only made; a `run` that takes its
    /// time there must not lose it.
    private static func isPrunable(_ container: ListedContainer) -> Bool {
        switch container.status {
        case .running, .paused, .restarting: false
        case .exited, .dead: true
        case .created: Engine.isAbandoned(since: container.created.nanoseconds)
        }
    }
}
