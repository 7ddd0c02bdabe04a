import Glibc
import LinuxSystem
import Networks
import Runtime

extension Engine {
    /// Brings the files of a container that runs in line with what it has of networks from now on, by Docker's rules:
    /// in /etc/hosts lines of its own come and go among whatever else is there, and resolv.conf is written anew unless
    /// the container has written to it. The files are mounted there: they are written to and never replaced.
    func changeNameFiles(
        from old: (record: ContainerRecord, network: ContainerNetwork),
        to new: (record: ContainerRecord, network: ContainerNetwork)
    ) throws {
        let directory = try directory(of: new.record.id)
        let hosts = (old.record.hostsLines(old.network), new.record.hostsLines(new.network))
        if hosts.0 != hosts.1 {
            try directory.rewrite(.hosts) { HostsFile.changed($0, from: hosts.0, to: hosts.1) }
        }
        let resolver = (
            resolverText(of: old.record.settings, old.network), resolverText(of: new.record.settings, new.network)
        )
        guard resolver.0 != resolver.1, try !directory.isResolverFileChanged() else { return }
        let bytes = Array(resolver.1.utf8)
        try directory.rewrite(.resolver) { present in
            // Nothing was noted of one that is removed at its end.
            new.record.removeOnExit && present != Array(resolver.0.utf8) ? present : bytes
        }
        if !new.record.removeOnExit { try directory.noteResolverFile(bytes) }
    }
}

extension ContainerDirectory {
    /// What was written to resolv.conf last: a hash.
    private static let noteName = "resolv.conf.hash"
    /// More than anybody writes by hand, or a C library reads; bytes.
    private static let limit = 1 << 20

    /// Whether the container has written to its resolv.conf since that was made.
    func isResolverFileChanged() throws(SystemError) -> Bool {
        do throws(SystemError) {
            let note = try descriptor.readSmallFile(Self.noteName)
            let file = try descriptor.readFile(NameFile.resolver.fileName, limit: Self.limit)
            return note != Self.note(of: file)
        } catch {
            switch error.errno {
            case ENOENT: return false  // it has not been started yet
            case EFBIG: return true
            default: throw error
            }
        }
    }

    /// Remembers what is in it.
    func noteResolverFile(_ bytes: [UInt8]) throws(SystemError) {
        try descriptor.writeVolatileFile(Self.noteName, Self.note(of: bytes))
    }

    private static func note(of bytes: [UInt8]) -> [UInt8] {
        Array(UInt64(stableHash: bytes).hexadecimal.utf8)
    }

    /// Changes what is in a file that is mounted in the container. One that isn't there is mounted nowhere.
    fileprivate func rewrite(_ file: NameFile, _ body: ([UInt8]) -> [UInt8]) throws(SystemError) {
        let name = file.fileName
        do throws(SystemError) {
            let present = try descriptor.readFile(name, limit: Self.limit)
            let bytes = body(present)
            guard bytes != present else { return }
            let writer = try descriptor.open(name, [.writeOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
            // In this order a full disk leaves what was there.
            try writer.write(bytes, name: name)
            try writer.setSize(Int64(bytes.count), name: name)
        } catch {
            // The container has filled it with something else: it is the container's.
            if error.errno != ENOENT, error.errno != EFBIG { throw error }
        }
    }
}
