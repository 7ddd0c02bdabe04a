import Commands
import Engine
import LinuxSystem

extension SystemPruneCommand {
    static func perform(_ options: PruneOptions, _: [String]) -> Int32 {
        Failure.reporting {
            if !options.force {
                let images =
                    options.all
                    ? "all images without at least one container associated to them" : "all dangling images"
                try Confirmation.require(
                    "system prune",
                    "This will remove:\n  - all stopped containers\n  - \(images)\n  - all unfinished downloads\n")
            }
            let pruned = try Engine.open().prune(
                all: options.all, containers: options.containerFilter, where: options.filter.selection)
            pruned.containers.write()
            pruned.images.write()
            StandardStream.output.writeLine("Total reclaimed space: \(pruned.reclaimed.sizeText)")
            return 0
        }
    }
}
