import Glibc
import LinuxSystem

extension Descriptor {
    /// Goes through this group's directory and all beneath it. One directory is
    /// open at a time: a container that may write to its group makes them as deep
    /// as it likes, and must not exhaust whoever has to kill it.
    /// - Parameters:
    ///   - entering: gets each group, this one first.
    ///   - leaving: gets a group's parent and the group's name there, when all beneath it has been left.
    consuming func walkGroups(
        entering: (borrowing Descriptor) throws(SystemError) -> Void = { _ in },
        leaving: (borrowing Descriptor, RawPath) throws(SystemError) -> Void = { _, _ in }
    ) throws(SystemError) {
        var group = self
        try entering(group)
        // The names from this group down to the one at hand, and what is still
        // to be visited in each of them.
        var way: [RawPath] = []
        var unvisited = [try group.childGroups()]
        while true {
            if let name = unvisited[way.count].popLast() {
                guard let child = try group.openChildGroup(name) else { continue }
                group = child
                try entering(group)
                way.append(name)
                unvisited.append(try group.childGroups())
            } else {
                guard let name = way.popLast() else { return }
                unvisited.removeLast()
                group = try group.open("..", [.directory], resolution: [])
                try leaving(group, name)
            }
        }
    }

    /// `nil` when the group has gone meanwhile.
    private func openChildGroup(_ name: RawPath) throws(SystemError) -> Descriptor? {
        do {
            return try openDirectory(name)
        } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }

    /// The names of the groups right beneath this one; none when it has gone meanwhile.
    func childGroups() throws(SystemError) -> [RawPath] {
        // A directory's link count is two and one for each child: groups
        // without children, nearly all, need no look at every file.
        guard try status().st_nlink > 2 else { return [] }
        var children: [RawPath] = []
        for entry in try entries() {
            do {
                if try status(of: entry).st_mode & S_IFMT == S_IFDIR { children.append(entry) }
            } catch {
                guard error.errno == ENOENT else { throw error }
            }
        }
        return children
    }
}
