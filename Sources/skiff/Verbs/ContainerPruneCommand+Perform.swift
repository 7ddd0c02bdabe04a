import Commands
import Engine
import LinuxSystem

extension ContainerPruneCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            if !options.force {
                try Confirmation.require("container prune", "This will remove all stopped containers.")
            }
            let pruned = try Engine.open().pruneContainers(options.filter)
            pruned.write()
            StandardStream.output.writeLine("Total reclaimed space: \(pruned.reclaimed.sizeText)")
            return 0
        }
    }
}

extension PrunedContainers {
    /// Prints what was removed, as Docker does.
    func write() {
        if removed.isEmpty { return }
        StandardStream.output.writeLine("Deleted Containers:")
        for id in removed { StandardStream.output.writeLine(id) }
        StandardStream.output.writeLine("")
    }
}
