import Cgroups
import JSON
import LinuxSystem
import OCI

/// What the runtime keeps of a container between its commands: the file
/// `state.json` in the container's state directory, replaced at once at each
/// change. A later version reads what an earlier one wrote: members are added,
/// never given another meaning.
struct ContainerRecord: Sendable {
    /// The absolute path of the bundle's directory.
    var bundle: String
    /// The absolute path of the root file system on the host.
    var rootPath: String
    /// When it was created, nanoseconds since 1970.
    var created: Int64
    /// Who created it.
    var owner: UInt32
    /// Where its processes are bounded and counted.
    var cgroup: CgroupLocation
    /// The directories of resctrl that go with the container.
    var resourceControl: [String] = []
    /// The container's first process; absent while it is being created.
    var process: ProcessIdentity?
}

extension ContainerRecord: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("bundle", bundle)
            writer.member("rootfs", rootPath)
            writer.member("created", created)
            writer.member("owner", owner)
            writer.member("cgroup", cgroup.path)
            writer.member("cgroups", cgroup.directories)
            writer.member("scope", cgroup.scope)
            writer.member("resctrl", resourceControl.isEmpty ? nil : resourceControl)
            writer.member("pid", process?.pid)
            writer.member("startTime", process?.startTime)
        }
    }
}

extension ContainerRecord: JSONReadable {
    init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        bundle = try object.required("bundle")
        rootPath = try object.required("rootfs")
        created = try object.required("created")
        owner = try object.required("owner")
        cgroup = CgroupLocation(
            path: try object.required("cgroup"), directories: try object.required("cgroups"),
            scope: try object.optional("scope"))
        resourceControl = try object.optional("resctrl") ?? []
        let pid: Int32? = try object.optional("pid")
        let startTime: UInt64? = try object.optional("startTime")
        if let pid, let startTime { process = ProcessIdentity(pid: pid, startTime: startTime) }
    }
}
