import Glibc
import LinuxSystem
import OCI

extension IdentityMaps {
    /// Writes the maps of a process that waits in its new user namespace. The
    /// process is a child that nobody has waited for, so its id can't be reused.
    ///
    /// An ordinary user may write a map of the own id alone, and gives up
    /// setgroups(2) for it; for more there are newuidmap(1) and newgidmap(1).
    func write(for pid: pid_t) throws(SystemError) {
        let process = try Descriptor.open("/proc/\(pid)", [.directory])
        guard Privilege.isOrdinaryUser else {
            try Self.write(Self.text(users), to: "uid_map", of: process)
            try Self.write(Self.text(groups), to: "gid_map", of: process)
            return
        }
        if Self.isOnly(geteuid(), users) && Self.isOnly(getegid(), groups) {
            try Self.write("deny", to: "setgroups", of: process)
            try Self.write(Self.text(users), to: "uid_map", of: process)
            try Self.write(Self.text(groups), to: "gid_map", of: process)
        } else {
            try Self.run("newuidmap", for: pid, users)
            try Self.run("newgidmap", for: pid, groups)
        }
    }

    /// In the kernel's format.
    static func text(_ mappings: [RuntimeSpec.IDMapping]) -> String {
        mappings.map { "\($0.containerID) \($0.hostID) \($0.size)\n" }.joined()
    }

    private static func isOnly(_ id: UInt32, _ mappings: [RuntimeSpec.IDMapping]) -> Bool {
        mappings.count == 1 && mappings[0].hostID == id && mappings[0].size == 1
    }

    private static func write(_ text: String, to name: String, of process: borrowing Descriptor) throws(SystemError) {
        let file = try process.open(name, [.writeOnly], resolution: [.beneath, .noSymbolicLinks])
        try file.write(text, name: name)
    }

    /// The set-user-ID program tells its reason on standard error.
    private static func run(_ program: String, for pid: pid_t, _ mappings: [RuntimeSpec.IDMapping]) throws(SystemError)
    {
        let numbers = mappings.flatMap { [$0.containerID, $0.hostID, $0.size] }
        let words = ([program, String(pid)] + numbers.map(String.init)).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var helper: pid_t = 0
        let result = posix_spawnp(&helper, program, nil, nil, words, environ)
        guard result == 0 else { throw SystemError("run", program, errno: result) }
        guard try ProcessDescriptor(pid: helper).wait() == .exited(code: 0) else {
            throw SystemError("map the ids by", program, errno: EPERM)
        }
    }
}
