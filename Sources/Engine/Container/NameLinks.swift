import LinuxSystem
import StateStore

/// Links `names/NAME` in the state directory, each with the id of the container of that name: who visits one that
/// runs finds it without the database, the opening of which takes as long as the visit.
///
/// They are no record. A link is made with a container that is given a name, and when the database has been asked;
/// it may be missing, or be one of a name that was given up. Whoever follows it asks the container's supervisor, or
/// `container.json`, whether the name is still that.
struct NameLinks: ~Copyable {
    private let state: Descriptor

    init(in state: borrowing Descriptor) throws(SystemError) {
        self.state = try state.duplicate()
    }

    /// What the name's link says; `nil`: there is none, or a text that is no name.
    func id(of name: String) -> ContainerID? {
        // What can't be read is asked of the database.
        guard let path = Self.path(of: name), let target = try? state.symbolicLinkTarget(path) else { return nil }
        return ContainerID(parsing: String(decoding: target, as: UTF8.self))
    }

    /// Links the name to the container.
    func add(_ name: String, to id: String) {
        guard let path = Self.path(of: name) else { return }
        if (try? state.makeSymbolicLink(path, to: id)) != nil { return }
        // There is one already, or no directory. What can't be linked is found by the database, as before.
        _ = try? state.removeFile(path)
        _ = try? state.makeDirectory(Self.directory, mode: 0o700)
        _ = try? state.makeSymbolicLink(path, to: id)
    }

    /// Takes the name's link away.
    func remove(_ name: String) {
        guard let path = Self.path(of: name) else { return }
        _ = try? state.removeFile(path)  // there may be none; one that stays leads to nobody of that name
    }

    private static let directory = "names"

    /// No more than a name gets into the path.
    private static func path(of name: String) -> String? {
        guard (try? ContainerName(parsing: name)) != nil, name.utf8.count <= 255 else { return nil }
        return "\(directory)/\(name)"
    }
}

extension Engine {
    /// The links of this state directory.
    func nameLinks() throws(SystemError) -> NameLinks { try NameLinks(in: state.directory) }
}
