import CommandLine
import Engine

/// The flags of `image prune` and `system prune`.
public final class PruneOptions: CommandOptions {
    /// Images with names, too, if no container uses them.
    public var all = false
    /// Nobody is asked.
    public var force = false
    /// Which images are removed.
    public var filter = ImageFilter()
    /// Which containers are removed; what is said of images alone isn't in it.
    public var containerFilter = ContainerFilter()
    /// Which networks are removed, likewise.
    public var networkFilter = NetworkFilter()

    public init() {}

    public var flags: [FlagGroup] {
        [
            FlagGroup([
                Flag("all", short: "a", "Remove all images without a container, not only those without a name") {
                    self.all = $0
                },
                Flag(
                    "filter", value: "FILTER...",
                    "Remove only what fits: label=KEY[=VALUE], label!=KEY[=VALUE], until=TIME, dangling=false"
                ) {
                    try self.filter.add(option: $0, allowed: ImageFilter.forPruning)
                    if !$0.hasPrefix("dangling=") {
                        try self.containerFilter.add(option: $0, allowed: ContainerFilter.forPruning)
                        try self.networkFilter.add(option: $0, allowed: NetworkFilter.forPruning)
                    }
                    // Docker's other way to ask for images with names.
                    if self.filter.isDangling == false { self.all = true }
                },
                Flag("force", short: "f", "Don't ask") { self.force = $0 },
            ])
        ]
    }
}
