import OCI
import StateStore

extension ImageStore {
    /// Gives an image one more name. A name that another image has moves to this one.
    /// - Parameters:
    ///   - source: a reference, or an id or its beginning.
    ///   - target: the new name; without a tag it gets `latest`. A digest is no name to give.
    public func tag(_ source: String, as target: String) throws(ImageError) {
        let reference = try attempt { () throws(FormatError) in try ImageReference(parsing: target) }
        guard reference.digest == nil else {
            throw .invalid(
                "cannot tag \(source) as \(target): a digest says what an image is, and can't be given to it")
        }
        try attempt { () throws(StateError) in
            try state.write { database in
                let image = try Self.find(source, database)
                try database.execute(
                    sql: "INSERT OR REPLACE INTO image_references (reference, image_id) VALUES (?, ?)",
                    arguments: [reference.description, image.id.text])
            }
        }
    }
}
