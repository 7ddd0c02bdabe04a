import Archive
import Glibc
import LinuxSystem

extension TreeWriter {
    func makeFile(_ path: EntryPath, _ entry: TarEntry, _ fill: (borrowing Descriptor) throws -> Void) throws {
        let file = try current.open(
            path.name, [.writeOnly, .create, .exclusive, .noFollow], mode: 0o600,
            resolution: [.beneath, .noMagicLinks])
        try fill(file)
        try setAttributes(of: file, entry)
        try file.setTime(entry.modified, name: entry.shownPath)
    }

    func makeDirectory(_ path: EntryPath, _ entry: TarEntry) throws(SystemError) {
        do {
            try current.makeDirectory(path.name, mode: 0o700)
        } catch {
            guard error.errno == EEXIST else { throw error }
        }
        try setAttributes(of: current.openDirectory(path.name), entry)
        finishes.append(Finish(path: path, modified: entry.modified))
    }

    func makeHardLink(_ path: EntryPath, to target: [UInt8]) throws {
        guard let target = EntryPath(target), !target.isRoot else {
            throw EngineError(.invalid, "refused the link \"\(path.shown)\" of the archive: it leads out")
        }
        let directory = try open(target.parent, [.pathOnly, .directory])
        try current.makeHardLink(path.name, to: target.name, in: directory)
    }

    func makeSymbolicLink(_ path: EntryPath, _ entry: TarEntry, to target: [UInt8]) throws {
        guard let target = RawPath(target), !target.bytes.isEmpty else {
            throw EngineError(.invalid, "refused the link \"\(path.shown)\" of the archive: it leads nowhere")
        }
        try current.makeSymbolicLink(path.name, to: target)
        try current.setOwner(of: path.name, owner(of: entry.owner))
        try current.setTime(of: path.name, entry.modified)
    }

    func makeNode(
        _ path: EntryPath, _ entry: TarEntry, _ type: mode_t, _ device: DeviceNumber
    ) throws(SystemError) {
        guard type == S_IFIFO || rules.keepsPrivileges else {
            return leaveOut("\(path.shown): it is a device, which only --archive makes")
        }
        try current.makeNode(path.name, mode: type | 0o600, device: device.packed)
        let node = try current.open(path.name, [.pathOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        try current.setOwner(of: path.name, owner(of: entry.owner))
        // By the descriptor: chmod(2) would follow a link that has taken the node's place.
        try checkErrno(chmod(node.procPath, mode(entry)), "change the mode of", path.shown)
        try current.setTime(of: path.name, entry.modified)
    }

    /// A change of owner clears the set-ID bits, and a file's capabilities.
    private func setAttributes(of file: borrowing Descriptor, _ entry: TarEntry) throws(SystemError) {
        try file.setOwner(owner(of: entry.owner), name: entry.shownPath)
        try file.setMode(mode(entry), name: entry.shownPath)
        for attribute in entry.extendedAttributes {
            let isCapability = attribute.name.elementsEqual("security.capability".utf8)
            guard isCapability ? rules.keepsPrivileges : attribute.name.starts(with: "user.".utf8),
                !attribute.name.starts(with: "user.overlay.".utf8), let name = RawPath(attribute.name)
            else { continue }
            do {
                try file.setExtendedAttribute(name, attribute.value, name: entry.shownPath)
            } catch {
                // A file system without users' attributes keeps the file all the same.
                guard error.errno == ENOTSUP || error.errno == EPERM, !isCapability else { throw error }
            }
        }
    }
}
