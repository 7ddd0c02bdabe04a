import Images
import OCI

extension Engine {
    /// The image of a container as lists show it: as the user named it, or its id when that name means another
    /// image by now.
    public struct ImageNames {
        private let engine: Engine
        private var known: [String: String] = [:]

        public init(_ engine: Engine) {
            self.engine = engine
        }

        /// - Parameter truncates: an id has twelve digits.
        public mutating func name(of container: ListedContainer, truncates: Bool) -> String {
            let name = container.record.image
            if !name.isEmpty, id(of: name) == container.imageID { return name }
            return truncates ? String(container.imageID.dropFirst("sha256:".count).prefix(12)) : container.imageID
        }

        /// Empty for a name that no image has.
        private mutating func id(of name: String) -> String {
            if let id = known[name] { return id }
            // Whatever keeps it from being found, the name doesn't lead to the image.
            let id = (try? engine.images.find(name).id.text) ?? ""
            known[name] = id
            return id
        }
    }
}
