/// What a network is in the kernel; Docker's words.
public enum NetworkDriver: String, Hashable, Sendable, CaseIterable {
    /// A bridge of the host, and a pair of links for each container.
    case bridge
    /// A link of each container's own on top of a link of the host, with an address among its neighbours.
    case macvlan
    /// The host's own network.
    case host
    /// Nothing but loopback.
    case null

    /// What `network create` makes; of the others there is one each.
    /// - Throws: what there is instead.
    public init(option text: String) throws(InvalidOption) {
        switch text {
        case "bridge": self = .bridge
        case "macvlan": self = .macvlan
        case "host", "null", "none":
            throw InvalidOption(
                "there is one network of that kind alone: use --network \(text == "host" ? text : "none")")
        default: throw InvalidOption("there are the drivers bridge and macvlan")
        }
    }
}
