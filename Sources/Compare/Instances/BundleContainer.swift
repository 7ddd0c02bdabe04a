import JSON
import LinuxSystem

/// A container of a bare OCI runtime, runc or crun: a directory with the files and a `config.json`, which is what
/// `runc spec` writes. There is no image and no filter of system calls: engines add these.
struct BundleContainer: Contender {
    let name: String
    let kind = ContenderKind.container
    let version: String
    let probe: String
    /// The root that all its containers have.
    let root: String
    /// Where the bundles are made.
    let directory: String
    let sharedDisk: Int64?

    func command(_ task: ProbeTask, id: String) throws -> [String] {
        let bundle = "\(directory)/\(id)"
        let parent = try Descriptor.open(directory, [.directory])
        let made = try parent.makeAndOpenDirectory(id)
        try made.createFile("config.json", Array(config(task).utf8), mode: 0o644)
        return [name, "run"] + (task == .idle ? ["--detach"] : []) + ["--bundle", bundle, id]
    }

    let detachesIdle = true

    /// runc takes one name only.
    func removal(of ids: [String]) -> [String]? {
        ["sh", "-c", "for id; do \(name) delete --force \"$id\"; done", "sh"] + ids
    }

    func ownDisk(id: String) throws -> Int64? {
        let parent = try Descriptor.open(directory, [.directory])
        var measure = DiskMeasure()
        return try measure.size(of: id, in: parent)
    }

    private func config(_ task: ProbeTask) -> String {
        var namespaces = ["pid", "ipc", "uts", "mount"]
        if task.hostPort == nil { namespaces.append("network") }
        let words = [ProbeFile.inside] + task.words(address: "127.0.0.1")
        let arguments = String(decoding: JSONValue.array(words.map { .string($0) }).json, as: UTF8.self)
        let listed = namespaces.map { "{\"type\":\"\($0)\"}" }.joined(separator: ",")
        return """
            {"ociVersion":"1.0.2","hostname":"compare","root":{"path":\(quoted(root)),"readonly":false},
            "process":{"user":{"uid":0,"gid":0},"args":\(arguments),"cwd":"/","env":["PATH=/bin"],
            "noNewPrivileges":true,"capabilities":{"bounding":\(capabilities),"effective":\(capabilities),
            "permitted":\(capabilities)}},
            "mounts":[{"destination":"/proc","type":"proc","source":"proc"},
            {"destination":"/dev","type":"tmpfs","source":"tmpfs","options":["nosuid","mode=755","size=65536k"]},
            {"destination":"/sys","type":"sysfs","source":"sysfs","options":["nosuid","noexec","nodev","ro"]},
            {"destination":"\(ProbeFile.inside)","type":"bind","source":\(quoted(probe)),"options":["bind","ro"]}],
            "linux":{"namespaces":[\(listed)],
            "maskedPaths":["/proc/acpi","/proc/kcore","/proc/keys","/proc/timer_list","/sys/firmware"],
            "readonlyPaths":["/proc/bus","/proc/fs","/proc/irq","/proc/sys","/proc/sysrq-trigger"]}}
            """
    }

    /// Docker's default without those that only services need.
    private var capabilities: String { "[\"CAP_AUDIT_WRITE\",\"CAP_KILL\",\"CAP_NET_BIND_SERVICE\"]" }

    private func quoted(_ text: String) -> String { String(decoding: JSONValue.string(text).json, as: UTF8.self) }
}
