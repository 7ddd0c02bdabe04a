import LinuxSystem

/// The accounts of an image: its own `/etc/passwd` (passwd(5)) and `/etc/group`
/// (group(5)), never the host's. A symbolic link leads no further than the
/// image's root.
public enum UserDatabase {
    private static let passwd = "/etc/passwd"
    private static let group = "/etc/group"

    /// Who `user` is in the image whose root directory is given: `""` (id 0),
    /// `name`, `uid`, `name:group` or `uid:gid`. Ids need no account; names do.
    ///
    /// Throws `notFound` for an unknown name, `invalid` for a text that is no
    /// user and for account files that can't be read.
    public static func resolve(
        _ user: String, in root: borrowing Descriptor
    ) throws(EngineError) -> ResolvedUser {
        let reference = try UserReference(parsing: user)
        let account = try PasswdEntry.find(reference.user ?? .id(0), path: passwd, in: root)
        let userID: UInt32
        switch (account, reference.user) {
        case (let account?, _): userID = account.userID
        case (nil, .id(let id)?): userID = id
        case (nil, .name(let name)?): throw EngineError(.notFound, "no user \"\(name)\" in the image's \(passwd)")
        case (nil, nil): userID = 0
        }
        let home = account.map(\.home) ?? "/"
        if let group = reference.group {
            return ResolvedUser(userID: userID, groupID: try groupID(of: group, in: root), home: home)
        }
        guard let account else { return ResolvedUser(userID: userID) }
        let memberships = try GroupEntry.memberships(of: account.name, path: group, in: root)
        return ResolvedUser(userID: userID, groupID: account.groupID, memberships: memberships, home: home)
    }

    private static func groupID(
        of account: UserReference.Account, in root: borrowing Descriptor
    ) throws(EngineError) -> UInt32 {
        switch account {
        case .id(let id): return id
        case .name(let name):
            guard let id = try GroupEntry.groupID(named: name, path: group, in: root) else {
                throw EngineError(.notFound, "no group \"\(name)\" in the image's \(group)")
            }
            return id
        }
    }
}
