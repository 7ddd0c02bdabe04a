import LinuxSystem
import OCI
import StateStore

/// One step in the making of an image, as Docker's `history` tells it.
public struct HistoryStep: Hashable, Sendable {
    /// The image's id at its last step; Docker writes `<missing>` for the others.
    public var id: Digest?
    /// When the step was done, if the image says so.
    public let created: Timestamp?
    /// The instruction or the program.
    public let createdBy: String
    /// The bytes of the files of its layer; zero for a step that made none.
    public let size: Int64
    /// What its maker says of it.
    public let comment: String
    /// The image's names with a tag, at its last step.
    public var tags: [ImageReference] = []
}

extension ImageStore {
    /// How an image was made, the last step first.
    /// - Parameter text: as for `find`.
    public func history(of text: String) throws(ImageError) -> [HistoryStep] {
        let image = try find(text)
        let config = try config(of: image)
        let sizes = try attempt { () throws(StateError) in
            try state.read { database in
                try Int64.fetchAll(
                    database,
                    sql: """
                        SELECT size FROM image_layers JOIN layers ON number = layer
                        WHERE image_id = ? ORDER BY position
                        """,
                    arguments: [image.id.text])
            }
        }
        var steps = [HistoryStep](config, layerSizes: sizes)
        if !steps.isEmpty {
            steps[0].id = image.id
            steps[0].tags = image.tags
        }
        return steps
    }
}

extension [HistoryStep] {
    /// The steps that a configuration tells, the last first. Layers that it says nothing of are the first steps.
    init(_ config: ImageConfig, layerSizes: [Int64]) {
        let told = config.history ?? []
        let toldLayers = told.filter { $0.emptyLayer != true }.count
        let untold = Swift.max(0, layerSizes.count - toldLayers)
        self = layerSizes[..<untold].map {
            HistoryStep(created: nil, createdBy: "", size: $0, comment: "")
        }
        var sizes = layerSizes[untold...]
        for entry in told {
            let size = entry.emptyLayer == true ? 0 : sizes.popFirst() ?? 0
            append(
                HistoryStep(
                    created: entry.created.flatMap(Timestamp.init(parsing:)), createdBy: entry.createdBy ?? "",
                    size: size, comment: entry.comment ?? ""))
        }
        reverse()
    }
}
