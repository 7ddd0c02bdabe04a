import CommandLine
import Commands
import Engine
import Images
import LinuxSystem
import OCI

extension ImagesCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let wanted = try names.first.map { try Selection($0) }
            let rows = try Engine.open().images.list().flatMap { Row.rows(of: $0, options) }.filter { row in
                wanted.map { $0.contains(row.reference) } ?? true
            }
            if options.quiet {
                for row in rows { StandardStream.output.writeLine(row.ID) }
                return 0
            }
            switch options.format {
            case .json: try JSONLines.write(rows)
            case .table: StandardStream.output.write(table(rows, options))
            }
            return 0
        }
    }

    private static func table(_ rows: [Row], _ options: Options) -> String {
        var titles = ["repository", "tag", "image id", "created", "size"]
        if options.digests { titles.insert("digest", at: 2) }
        var table = Table(titles.map { Table.Column($0) })
        for row in rows {
            var cells = [row.Repository, row.Tag, row.ID, row.CreatedSince, row.Size]
            if options.digests { cells.insert(row.Digest, at: 2) }
            table.append(cells)
        }
        return table.text
    }

    /// What a name on the command line selects: without a tag all of its tags.
    private struct Selection {
        let reference: ImageReference
        let isExact: Bool

        init(_ text: String) throws {
            reference = try ImageReference(parsing: text)
            isExact = text.split(separator: "/").last?.contains { $0 == ":" || $0 == "@" } ?? false
        }

        func contains(_ other: ImageReference?) -> Bool {
            isExact ? reference == other : reference.name == other?.name
        }
    }

    /// One name of an image, with Docker's names for what its templates call fields.
    private struct Row: Encodable {
        let Repository: String
        let Tag: String
        let Digest: String
        let ID: String
        let CreatedSince: String
        let Size: String
        /// For the selection by name.
        let reference: ImageReference?

        private enum CodingKeys: CodingKey {
            case Repository, Tag, Digest, ID, CreatedSince, Size
        }

        /// An image has a row for each of its names, or one without.
        static func rows(of image: Image, _ options: Options) -> [Row] {
            guard !image.references.isEmpty else { return [Row(image, nil, options)] }
            return image.references.map { Row(image, $0, options) }
        }

        init(_ image: Image, _ reference: ImageReference?, _ options: Options) {
            let none = "<none>"
            self.reference = reference
            Repository = reference?.familiarName ?? none
            Tag = reference?.tag ?? none
            Digest = image.manifestDigest.text
            ID = options.truncates ? String(image.id.short) : image.id.text
            // A build that is to be reproducible says 1970, which tells nothing (Docker shows the same).
            CreatedSince = image.created.flatMap { $0.nanoseconds > 0 ? $0.age : nil } ?? "N/A"
            Size = UInt64(max(0, image.size)).decimalSizeText
        }
    }
}

extension LoadCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let images = try Engine.open().images
            let loaded: [LoadedImage]
            if let path = options.input {
                loaded = try images.load(path: path)
            } else {
                guard !StandardStream.inputIsTerminal else {
                    throw EngineError(
                        .invalid, "nothing to load: give an archive with --input, or on standard input")
                }
                loaded = try images.load(Descriptor.standardInput(), name: "standard input")
            }
            if options.quiet { return 0 }
            for image in loaded { StandardStream.output.writeLine("\(image)") }
            return 0
        }
    }
}

extension ImportCommand {
    static func perform(_ options: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            let reference = try words.count > 1 ? ImageReference(parsing: words[1]) : nil
            let details = ImportOptions(reference: reference, changes: options.changes, message: options.message)
            let images = try Engine.open().images
            let id =
                try words[0] == "-"
                ? images.importRootFilesystem(Descriptor.standardInput(), name: "standard input", details)
                : images.importRootFilesystem(path: words[0], details)
            StandardStream.output.writeLine(id.text)
            return 0
        }
    }
}

extension RmiCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            return Failure.reporting(each: names) { name in
                for item in try engine.removeImage(name, force: options.force) {
                    StandardStream.output.writeLine("\(item)")
                }
            }
        }
    }
}
