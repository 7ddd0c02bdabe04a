import Cgroups
import LinuxSystem
import OCI

extension LaunchPlan {
    /// /sys/fs/cgroup: the container's own group. With v2 the group itself;
    /// with v1 a directory that holds one mount a hierarchy, as a host has it.
    /// Both are the group's directories on the host's hierarchies, so that a
    /// container in the host's cgroup namespace sees no more than its own group.
    mutating func mountCgroups(
        at target: MountTarget, options: MountOptions, views: [CgroupView], field: String
    ) throws(RuntimeError) {
        try Self.refuseFilesystemOptions(options, of: "a cgroup mount", field: field)
        guard !views.isEmpty else {
            throw .invalid(field: "\(field).type", reason: "this host has no cgroup hierarchy to mount")
        }
        if views.allSatisfy({ !$0.name.isEmpty }) {
            let directory = try Self.opened { () throws(SystemError) in
                try Self.hierarchiesDirectory(views, options: options).takeDescriptor()
            }
            attach(directory, source: "tmpfs", at: target)
        }
        for view in views {
            let clone = try Self.opened { () throws(SystemError) in
                let location = try Descriptor.open(view.path, [.pathOnly, .directory])
                return try DetachedMount.clone(of: location, options: options, name: view.path).takeDescriptor()
            }
            attach(clone, source: "cgroup", at: view.name.isEmpty ? target : target.appending(view.name))
        }
    }

    private mutating func attach(_ mount: consuming Descriptor, source: String, at target: MountTarget) {
        append(
            .mountAttach(
                MountAttachment(descriptor: hold(mount), source: source, target: target, isDirectory: true)))
    }

    /// A directory with an empty one for each hierarchy, and a link for each
    /// controller that shares one (`cpu` to `cpu,cpuacct`); filled before it may
    /// become read-only.
    private static func hierarchiesDirectory(
        _ views: [CgroupView], options: MountOptions
    ) throws(SystemError) -> DetachedMount {
        let context = try FilesystemContext(type: "tmpfs")
        try context.set("mode", "755")
        try context.set("size", "64k")
        let directory = try context.mount([.noSetUserID, .noDevices, .noExecution])
        for view in views {
            try directory.descriptor.makeDirectory(view.name)
            for controller in view.name.split(separator: ",") where controller != view.name {
                try directory.descriptor.makeSymbolicLink(String(controller), to: view.name)
            }
        }
        try directory.apply(options, name: "/sys/fs/cgroup")
        return directory
    }
}
