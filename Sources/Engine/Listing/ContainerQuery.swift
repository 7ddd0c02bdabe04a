/// What a list of containers is asked for.
public struct ContainerQuery: Sendable {
    /// Containers that don't run, too.
    public var all = false
    /// Not more than so many, whatever they do.
    public var last: Int?
    /// Which of them.
    public var filter = ContainerFilter()
    /// Their records, too: images, commands, labels.
    public var wantsRecords = true
    /// The sizes of their writable layers, which takes a walk through each.
    public var wantsSizes = false

    public init() {}

    /// Whether containers that don't run are looked at.
    var includesStopped: Bool { all || last != nil || filter.asksForStatus }
}
