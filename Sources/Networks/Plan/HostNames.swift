/// What the host's objects of one state directory are called, so that two of
/// them on one host are never in each other's way: its nftables table and links.
public struct HostNames: Hashable, Sendable {
    /// The nftables table: one of that name of each version, `ip` and `ip6`.
    public let table: String
    /// The default network's bridge.
    public let bridge: String
    /// Begins the names of all other links; at most four characters.
    public let linkPrefix: String

    /// The pair of links by which the first packet to a published port comes in anew (`Firewall`).
    public var lap: (start: String, end: String) { ("\(linkPrefix)-lap0", "\(linkPrefix)-lap1") }

    /// - Parameter key: `nil` for the state directory that a system has but one
    ///   of; otherwise eight characters that follow from which one it is.
    public init(key: String?) {
        guard let key else {
            (table, bridge, linkPrefix) = ("skiff", "skiff0", "sk")
            return
        }
        (table, bridge, linkPrefix) = ("skiff-\(key)", "skiff-\(key)", "s\(key.prefix(3))")
    }
}
