import Commands
import Engine
import LinuxSystem

extension SystemPruneCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            if !options.images.force {
                let images =
                    options.images.all
                    ? "all images without at least one container associated to them" : "all dangling images"
                try Confirmation.require(
                    "system prune",
                    "This will remove:\n  - all stopped containers\n  - all networks not used by at least one container\n"
                        + "  - \(images)\n  - all unfinished downloads\n"
                        + (options.volumes ? "  - all anonymous volumes not used by at least one container\n" : ""))
            }
            let pruned = try Engine.open().prune(
                all: options.images.all, containers: options.images.containerFilter, volumes: options.volumes,
                networks: options.images.networkFilter,
                where: options.images.filter.selection)
            pruned.containers.write()
            NetworkPruneCommand.writePruned(pruned.networks)
            pruned.images.write()
            pruned.volumes.write()
            StandardStream.output.writeLine("Total reclaimed space: \(pruned.reclaimed.sizeText)")
            return 0
        }
    }
}
