import Images
import OCI

/// Which other repositories of the same registry have had a blob, as far as
/// the store tells: the registry can take it from there by itself.
struct MountSources: Sendable {
    private let repositories: [Digest: String]

    /// - Parameter destination: whose registry counts, and whose own repository doesn't.
    init(_ destination: ImageReference, in store: ImageStore) throws(RegistryError) {
        var repositories = [Digest: String]()
        for image in try attempt({ () throws(ImageError) in try store.list() }) {
            let others = image.references.filter { reference in
                reference.registry == destination.registry && reference.repository != destination.repository
            }
            guard let other = others.first else { continue }
            let manifest = try attempt { () throws(ImageError) in try store.manifest(of: image) }
            for blob in manifest.content.layers + [manifest.content.config] {
                repositories[blob.digest] = other.repository
            }
        }
        self.repositories = repositories
    }

    subscript(digest: Digest) -> String? { repositories[digest] }
}
