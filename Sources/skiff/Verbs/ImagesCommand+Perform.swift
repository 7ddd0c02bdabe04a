import CommandLine
import Commands
import Engine
import Images
import LinuxSystem
import OCI

extension ImagesCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            var filter = options.filter
            for name in names { filter.add(name: name) }
            let images = try Engine.open().images(filter)
            if options.quiet, options.format == .table {
                for image in images { StandardStream.output.writeLine(shownID(of: image.image, options)) }
                return 0
            }
            let columns = ["Repository", "Tag", "Digest", "ID", "CreatedSince", "Size"]
            let listing = options.digests ? listing.showing(columns) : listing
            try listing.write(images.flatMap { rows(of: $0, options) }, as: options.format)
            return 0
        }
    }

    private static let listing = Listing(
        [
            "Repository": "REPOSITORY", "Tag": "TAG", "Digest": "DIGEST", "ID": "IMAGE ID", "CreatedSince": "CREATED",
            "CreatedAt": "CREATED AT", "Size": "SIZE", "Containers": "CONTAINERS", "SharedSize": "SHARED SIZE",
            "UniqueSize": "UNIQUE SIZE",
        ], columns: ["Repository", "Tag", "ID", "CreatedSince", "Size"])

    /// An image has a row for each of its tags, and for each repository that knows it by its digest alone; one
    /// without a name has a row, too.
    private static func rows(of listed: ListedImage, _ options: Options) -> [ListRow] {
        let tagged = listed.names.filter { $0.tag != nil }
        let repositories = Set(tagged.map(\.name))
        let others = listed.names.filter { $0.tag == nil && !repositories.contains($0.name) }
        let names = tagged + others
        if names.isEmpty { return [row(of: listed.image, nil, options)] }
        return names.map { row(of: listed.image, $0, options) }
    }

    private static func row(of image: Image, _ name: ImageReference?, _ options: Options) -> ListRow {
        let none = "<none>"
        // What the other lists of sizes measure takes a walk through the store: 'system df -v' does it.
        let unknown = "N/A"
        return ListRow([
            "Repository": name?.familiarName ?? none, "Tag": name?.tag ?? none,
            "Digest": (name?.digest ?? image.manifestDigest).text, "ID": shownID(of: image, options),
            "CreatedSince": image.created.imageAge, "CreatedAt": image.created.imageTime,
            "Size": image.size.sizeText, "Containers": unknown, "SharedSize": unknown,
            "UniqueSize": unknown,
        ])
    }

    private static func shownID(of image: Image, _ options: Options) -> String {
        options.truncates ? String(image.id.short) : image.id.text
    }
}
