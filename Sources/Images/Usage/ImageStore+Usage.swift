import LinuxSystem
import OCI
import StateStore

/// An image and what it takes of the disk, in bytes.
public struct ImageUsage: Sendable {
    /// The image itself.
    public let image: Image
    /// All that belongs to it: its layers as files, and its blobs.
    public let size: Int64
    /// What of that other images have, too.
    public let shared: Int64
    /// How many containers were made from it.
    public let containers: Int
    /// What goes when it is removed.
    public var unique: Int64 { size - shared }
}

/// What the images take of the disk, in bytes.
public struct StoreUsage: Sendable {
    /// As `list` has them.
    public let images: [ImageUsage]
    /// All blobs and layers, with those that no image has.
    public let total: Int64
    /// What no container's image has.
    public let reclaimable: Int64
}

extension ImageStore {
    /// Measures blobs and layers.
    public func usage(_ measure: inout DiskMeasure) throws(ImageError) -> StoreUsage {
        let owners = try attempt { () throws(StateError) in try state.read { try PartOwners($0) } }
        let parts = try attempt { () throws(SystemError) in try PartSizes(state.directory, &measure) }
        let images = owners.images.map { image in
            let own = owners.parts[image.id.text] ?? []
            return ImageUsage(
                image: image, size: parts.sum(of: own),
                shared: parts.sum(of: own.filter { (owners.imageCounts[$0] ?? 0) > 1 }),
                containers: owners.containerCounts[image.id.text] ?? 0)
        }
        let needed = Set(owners.containerCounts.keys.flatMap { owners.parts[$0] ?? [] })
        let all = parts.sum(of: parts.sizes.keys)
        return StoreUsage(
            images: images, total: parts.directories + all, reclaimable: all - parts.sum(of: needed))
    }
}

/// A blob or a layer, as it is named below the state directory.
private struct StorePart: Hashable, Sendable {
    let path: String

    init(blob digest: Digest) { path = digest.layoutPath }
    init(layer number: Int64) { path = "layers/\(number)" }
    init(path: String) { self.path = path }
}

/// Which images are made of which parts.
private struct PartOwners: Sendable {
    let images: [Image]
    /// By the image's id.
    private(set) var parts: [String: Set<StorePart>] = [:]
    /// By the image's id; none without a container.
    private(set) var containerCounts: [String: Int] = [:]
    private(set) var imageCounts: [StorePart: Int] = [:]

    init(_ database: Database) throws {
        images = try ImageStore.images(database, where: "TRUE ORDER BY loaded DESC, id")
        for row in try Row.fetchAll(database, sql: "SELECT image_id, digest FROM image_blobs") {
            parts[row["image_id"], default: []].insert(StorePart(blob: try Digest(parsing: row["digest"])))
        }
        for row in try Row.fetchAll(database, sql: "SELECT image_id, layer FROM image_layers") {
            parts[row["image_id"], default: []].insert(StorePart(layer: row["layer"]))
        }
        for id in try String.fetchAll(database, sql: "SELECT image_id FROM containers") {
            containerCounts[id, default: 0] += 1
        }
        for part in parts.values.joined() { imageCounts[part, default: 0] += 1 }
    }
}

/// What each part takes.
private struct PartSizes {
    private(set) var sizes: [StorePart: Int64] = [:]
    /// The directories that the parts are in, by themselves.
    private(set) var directories: Int64 = 0

    init(_ state: borrowing Descriptor, _ measure: inout DiskMeasure) throws(SystemError) {
        try add("layers", in: state, &measure)
        guard let blobs = try Self.open("blobs", in: state) else { return }
        directories += try measure.ownSize(of: "blobs", in: state)
        for algorithm in try blobs.entries() {
            try add("blobs/\(algorithm.shown)", in: state, &measure)
        }
    }

    private mutating func add(
        _ path: String, in state: borrowing Descriptor, _ measure: inout DiskMeasure
    ) throws(SystemError) {
        guard let directory = try Self.open(path, in: state) else { return }
        directories += try measure.ownSize(of: path, in: state)
        for name in try directory.entries() {
            sizes[StorePart(path: "\(path)/\(name.shown)")] = try measure.size(of: name, in: directory)
        }
    }

    /// `nil` when there is none yet.
    private static func open(_ path: String, in state: borrowing Descriptor) throws(SystemError) -> Descriptor? {
        guard try state.statusIfPresent(of: path) != nil else { return nil }
        return try state.open(path, [.directory, .noFollow], resolution: [.beneath, .noSymbolicLinks])
    }

    func sum(of parts: some Sequence<StorePart>) -> Int64 {
        parts.reduce(0) { $0 + (sizes[$1] ?? 0) }
    }
}
