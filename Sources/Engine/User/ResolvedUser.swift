/// Who a container's process runs as: numbers inside the container.
public struct ResolvedUser: Hashable, Sendable {
    /// Inside the container.
    public var userID: UInt32
    /// The primary group, inside the container.
    public var groupID: UInt32
    /// Supplementary groups, the primary one first: a process that sheds its
    /// primary group must not gain access by it (CVE-2022-36109).
    public var additionalGroupIDs: [UInt32]
    /// `HOME`, unless the environment says otherwise.
    public var home: String

    public init(userID: UInt32 = 0, groupID: UInt32 = 0, memberships: [UInt32] = [], home: String = "/") {
        self.userID = userID
        self.groupID = groupID
        additionalGroupIDs = [groupID] + memberships.filter { $0 != groupID }
        self.home = home
    }
}
