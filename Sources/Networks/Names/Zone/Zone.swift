import Glibc
import LinuxSystem

/// The names of one network: a directory, in which there is a directory a name,
/// with a symbolic link in it for each container that is found by that name.
/// The link's text is the answer:
///
///     NETWORKS/ID/names/web/CONTAINER       -> 172.30.0.2,fd00::2
///     NETWORKS/ID/reverse/172.30.0.2/CONTAINER -> web
///
/// Each container's supervisor writes its own links when it runs and removes
/// them at its end; everybody else reads. A link is there or isn't (symlink(2)),
/// so nobody sees half an answer, nothing is parsed but addresses, and there is
/// nothing to reload. A supervisor that is killed leaves links behind, which
/// `remove` takes away as well when somebody else calls it.
public struct Zone: ~Copyable, Sendable {
    private let names: Descriptor
    private let reverse: Descriptor

    /// So many containers of one name are told of; no answer over UDP holds as many.
    private static let mostHolders = 512

    /// Opens the zone, and makes its directories where there are none.
    /// - Parameters:
    ///   - network: its id, which names its directory.
    ///   - networks: the directory that holds those of all networks.
    public init(of network: String, in networks: borrowing Descriptor) throws(SystemError) {
        let directory = try networks.makeAndOpenDirectory(network, mode: 0o700)
        let names = try directory.makeAndOpenDirectory("names", mode: 0o700)
        reverse = try directory.makeAndOpenDirectory("reverse", mode: 0o700)
        self.names = names
    }

    /// Opens the zone of a network that has one. ENOENT: it has none.
    public init(existing network: String, in networks: borrowing Descriptor) throws(SystemError) {
        let directory = try networks.openDirectory(network)
        let names = try directory.openDirectory("names")
        reverse = try directory.openDirectory("reverse")
        self.names = names
    }

    /// What a container is found by.
    public struct Entry: Hashable, Sendable {
        public let container: String
        /// In lower case; the first one is the answer to who has its addresses.
        public let names: [String]
        public let addresses: [IPAddress]

        /// Names that no question can hold, because a label is too long or
        /// empty, are left out.
        public init(container: String, names: [String], addresses: [IPAddress]) {
            self.container = container
            self.names = names.filter(Zone.isName)
            self.addresses = addresses
        }
    }

    /// Whether it can be asked for: in lower case, labels of 1 to 63 letters, digits, `-` and `_`.
    public static func isName(_ text: String) -> Bool { DomainName(text)?.hostName == text }

    /// From now on the container is found. Adding it twice is the same as once.
    public func add(_ entry: Entry) throws(SystemError) {
        let answer = entry.addresses.map(\.description).joined(separator: ",")
        for name in entry.names { try names.link(entry.container, under: name, to: answer) }
        guard let first = entry.names.first else { return }
        for address in entry.addresses { try reverse.link(entry.container, under: "\(address)", to: first) }
    }

    /// The container is found no longer. What isn't there is no error.
    public func remove(_ entry: Entry) throws(SystemError) {
        for name in entry.names { try names.unlink(entry.container, under: name) }
        for address in entry.addresses { try reverse.unlink(entry.container, under: "\(address)") }
    }

    /// Who has names or addresses here: the containers' ids.
    public func holders() throws(SystemError) -> Set<String> {
        try Set(names.holders()).union(reverse.holders())
    }

    /// The container is found by nothing any more, whatever it was found by.
    public func remove(container: String) throws(SystemError) {
        for name in try names.entries() { try names.unlink(container, under: name.shown) }
        for address in try reverse.entries() { try reverse.unlink(container, under: address.shown) }
    }

    /// The addresses of all containers that have the name, each container's
    /// together; `nil` when none has it.
    public func addresses(of name: String) throws(SystemError) -> [IPAddress]? {
        guard Self.isName(name) else { return nil }
        let answers = try names.links(under: name, most: Self.mostHolders)
        guard !answers.isEmpty else { return nil }
        return answers.flatMap { $0.split(separator: ",").compactMap { IPAddress(parsing: $0) } }
    }

    /// The name of the container that has the address; `nil` when none has it.
    public func name(of address: IPAddress) throws(SystemError) -> String? {
        try reverse.links(under: "\(address)", most: 1).first.flatMap { Self.isName($0) ? $0 : nil }
    }
}

/// Links one level down.
extension Descriptor {
    fileprivate func link(_ name: String, under directory: String, to text: String) throws(SystemError) {
        // The last link of a name takes the directory along: it may be gone when we come to it.
        for _ in 0..<100 {
            do throws(SystemError) {
                let holders = try makeAndOpenDirectory(directory, mode: 0o700)
                // One that a supervisor left behind which was killed.
                try holders.removeIfPresent(name)
                return try holders.makeSymbolicLink(name, to: text)
            } catch {
                guard error.errno == ENOENT else { throw error }
            }
        }
        throw SystemError("add the name", directory, errno: EAGAIN)
    }

    fileprivate func unlink(_ name: String, under directory: String) throws(SystemError) {
        do throws(SystemError) {
            try openDirectory(directory).removeFile(name)
            try removeDirectory(directory)
        } catch {
            // ENOTEMPTY: others have the name, too.
            guard error.errno == ENOENT || error.errno == ENOTEMPTY else { throw error }
        }
    }

    /// The links of all directories in this one.
    fileprivate func holders() throws(SystemError) -> [String] {
        var holders = [String]()
        for name in try entries() {
            do throws(SystemError) {
                holders += try openDirectory(name.shown).entries().map(\.shown)
            } catch {
                guard error.errno == ENOENT else { throw error }  // its last link has just gone
            }
        }
        return holders
    }

    private func removeIfPresent(_ name: String) throws(SystemError) {
        do throws(SystemError) {
            try removeFile(name)
        } catch {
            guard error.errno == ENOENT else { throw error }
        }
    }

    /// The texts of all links in that directory; none when it isn't there.
    fileprivate func links(under directory: String, most: Int) throws(SystemError) -> [String] {
        do throws(SystemError) {
            let holders = try openDirectory(directory)
            var texts = [String]()
            for name in try holders.entries().prefix(most) {
                if let text = try holders.textOfLink(name) { texts.append(text) }
            }
            return texts
        } catch {
            guard error.errno == ENOENT else { throw error }
            return []
        }
    }

    /// `nil`: it is gone by now.
    private func textOfLink(_ name: RawPath) throws(SystemError) -> String? {
        do throws(SystemError) {
            return String(decoding: try symbolicLinkTarget(name), as: UTF8.self)
        } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }
}
