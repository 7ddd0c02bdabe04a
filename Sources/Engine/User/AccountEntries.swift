import LinuxSystem

/// One line of `/etc/passwd`: `name:password:uid:gid:comment:home:shell` (passwd(5)).
struct PasswdEntry {
    let name: ArraySlice<UInt8>
    let userID: UInt32
    let groupID: UInt32
    let home: String

    /// The first entry of the account, as getpwnam(3) and getpwuid(3) choose.
    /// An entry whose ids are no ids belongs to nobody.
    static func find(
        _ account: UserReference.Account, path: String, in root: borrowing Descriptor
    ) throws(EngineError) -> PasswdEntry? {
        guard var lines = try AccountLines(path, in: root) else { return nil }
        while let line = try lines.next() {
            guard let entry = PasswdEntry(line) else { continue }
            switch account {
            case .id(let id) where entry.userID == id: return entry
            case .name(let name) where entry.name.elementsEqual(name.utf8): return entry
            default: continue
            }
        }
        return nil
    }

    private init?(_ line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard fields.count >= 4, let userID = identifier(fields[2]), let groupID = identifier(fields[3]) else {
            return nil
        }
        name = fields[0]
        self.userID = userID
        self.groupID = groupID
        home = fields.count > 5 && !fields[5].isEmpty ? String(decoding: fields[5], as: UTF8.self) : "/"
    }
}

/// One line of `/etc/group`: `name:password:gid:member,member` (group(5)).
struct GroupEntry {
    let name: ArraySlice<UInt8>
    let groupID: UInt32
    let members: ArraySlice<UInt8>

    /// The id of the first group of that name.
    static func groupID(
        named name: String, path: String, in root: borrowing Descriptor
    ) throws(EngineError) -> UInt32? {
        guard var lines = try AccountLines(path, in: root) else { return nil }
        while let line = try lines.next() {
            if let entry = GroupEntry(line), entry.name.elementsEqual(name.utf8) { return entry.groupID }
        }
        return nil
    }

    /// The groups that list the user as a member, in the file's order.
    static func memberships(
        of user: ArraySlice<UInt8>, path: String, in root: borrowing Descriptor
    ) throws(EngineError) -> [UInt32] {
        guard var lines = try AccountLines(path, in: root) else { return [] }
        var ids = [UInt32]()
        var seen = Set<UInt32>()
        while let line = try lines.next() {
            guard let entry = GroupEntry(line), entry.members.split(separator: UInt8(ascii: ",")).contains(user)
            else { continue }
            if seen.insert(entry.groupID).inserted { ids.append(entry.groupID) }
        }
        return ids
    }

    private init?(_ line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard fields.count >= 3, let groupID = identifier(fields[2]) else { return nil }
        name = fields[0]
        self.groupID = groupID
        members = fields.count > 3 ? fields[3] : []
    }
}

/// A decimal id up to 2^31 - 1, the same bound that `-u` has.
private func identifier(_ digits: ArraySlice<UInt8>) -> UInt32? {
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for digit in digits {
        guard digit.isASCIIDigit else { return nil }
        value = value * 10 + UInt64(digit - 48)
        guard value <= Int32.max else { return nil }
    }
    return UInt32(value)
}
