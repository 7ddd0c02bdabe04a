import CommandLine
import Commands
import Engine
import Images
import LinuxSystem
import OCI

extension ImagePruneCommand {
    static func perform(_ options: PruneOptions, _: [String]) -> Int32 {
        Failure.reporting {
            if !options.force {
                try Confirmation.require(
                    "image prune",
                    options.all
                        ? "This will remove all images without at least one container associated to them."
                        : "This will remove all dangling images.")
            }
            let pruned = try Engine.open().pruneImages(all: options.all, where: options.filter.selection)
            pruned.write()
            StandardStream.output.writeLine("Total reclaimed space: \(pruned.reclaimed.sizeText)")
            return 0
        }
    }
}

extension ImageFilter {
    /// For pruning; `nil` when no image is left out, whose configuration is not looked at then.
    var selection: ((Image, ImageConfig) -> Bool)? {
        isEmpty ? nil : { image, config in selects(image, config) }
    }
}

extension PrunedImages {
    /// Prints what was removed, as Docker does.
    func write() {
        if removed.isEmpty { return }
        StandardStream.output.writeLine("Deleted Images:")
        for item in removed {
            let text = "\(item)"
            StandardStream.output.writeLine(text.prefix(1).lowercased() + text.dropFirst())
        }
        StandardStream.output.writeLine("")
    }
}

extension Int64 {
    /// A number of bytes, as lists of images show it.
    var sizeText: String { UInt64(Swift.max(0, self)).decimalSizeText }
}
