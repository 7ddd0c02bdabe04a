import Images
import LinuxSystem
import OCI

extension Engine {
    /// The images that fit a filter, the last loaded first, each with the names that fit.
    public func images(_ filter: ImageFilter) throws(ImageError) -> [ListedImage] {
        let before = try moments(filter.before)
        let since = try moments(filter.since)
        var listed = [ListedImage]()
        for image in try images.list() {
            let created = image.created ?? Timestamp(nanoseconds: 0)
            guard before.allSatisfy({ created < $0 }), since.allSatisfy({ created > $0 }) else { continue }
            if let isDangling = filter.isDangling, isDangling != image.references.isEmpty { continue }
            guard filter.isOldEnough(image.created) else { continue }
            if filter.asksForLabels, try !filter.fits(images.config(of: image)) { continue }
            let names = image.references.filter { name in
                filter.references.isEmpty || filter.references.contains { $0.matches(name) }
            }
            if names.isEmpty, !filter.references.isEmpty { continue }
            listed.append(ListedImage(image: image, names: names))
        }
        return listed
    }

    /// When each of the named images was made.
    private func moments(_ names: [String]) throws(ImageError) -> [Timestamp] {
        var moments = [Timestamp]()
        for name in names { moments.append(try images.find(name).created ?? Timestamp(nanoseconds: 0)) }
        return moments
    }
}

/// An image in a list.
public struct ListedImage: Sendable {
    /// The image itself.
    public let image: Image
    /// Those of its names that are asked for; none for an image without a name.
    public let names: [ImageReference]
}

extension ImageFilter {
    /// Whether an image that nobody needs is to be removed.
    public func selects(_ image: Image, _ config: ImageConfig) -> Bool {
        isOldEnough(image.created) && fits(config)
    }
}
