import CShim
import Glibc
import LinuxSystem

extension Hierarchies {
    /// Where every distribution mounts them (file-hierarchy(7)).
    private static let standardMountPoint = "/sys/fs/cgroup"

    /// Where this process finds the hierarchies. On a host with v2 alone that
    /// is one access(2), for a file that every group of v2 has. Where systemd's
    /// layout is found, the mounts needn't be read: there are hundreds of them on a
    /// host with many containers. Throws `noHierarchy` when no cgroup file system is mounted.
    public static func detect() throws(CgroupError) -> Hierarchies {
        if access(standardMountPoint + "/cgroup.controllers", F_OK) == 0 {
            return Hierarchies(unified: standardMountPoint)
        }
        if let standard = try detectStandardLayout() { return standard }
        return try detectMounts()
    }

    /// Reads /proc/self/mountinfo, which also tells of a hierarchy of which
    /// only a part is mounted. Throws `noHierarchy` when none is mounted.
    public static func detectMounts() throws(CgroupError) -> Hierarchies {
        let mounts = try translatingErrors { () throws(SystemError) in
            let path = "/proc/self/mountinfo"
            return try Descriptor.open(path, .readOnly).readToEnd(limit: 16 << 20, name: path)
        }
        let hierarchies = Hierarchies(mountInformation: mounts)
        guard hierarchies.unified != nil || !hierarchies.legacy.isEmpty else { throw .noHierarchy }
        return hierarchies
    }

    /// The hierarchies that the kernel has, at the places that systemd gave
    /// them; `nil` when one of them is elsewhere, or nowhere.
    static func detectStandardLayout() throws(CgroupError) -> Hierarchies? {
        let bytes = try translatingErrors { () throws(SystemError) in
            try Descriptor.open("/proc/self/cgroup", .readOnly).readToEnd(limit: 1 << 20, name: "/proc/self/cgroup")
        }
        var hierarchies = Hierarchies(unified: nil)
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return nil }
            if fields[1].isEmpty {
                let place = standardMountPoint + "/unified"
                // A v2 hierarchy that isn't mounted is not missed where v1 has the controllers.
                if isMount(place, ofType: 0x6367_7270) { hierarchies.unified = place }
                continue
            }
            let name = fields[1].hasPrefix("name=") ? fields[1].dropFirst("name=".count) : nil
            let place = "\(standardMountPoint)/\(name ?? fields[1])"
            guard isMount(place, ofType: 0x27e0eb) else { return nil }
            let controllers = name == nil ? fields[1].split(separator: ",") : []
            hierarchies.legacy.append(
                Legacy(
                    mountPoint: place, controllers: controllers.compactMap(Controller.init(legacyName:)),
                    name: name.map(String.init) ?? ""))
        }
        return hierarchies.legacy.isEmpty ? nil : hierarchies
    }

    /// Whether a directory is of a file system of this type (statfs(2),
    /// `*_SUPER_MAGIC` of <linux/magic.h>).
    private static func isMount(_ path: String, ofType type: Int64) -> Bool {
        skiff_path_filesystem_type(path) == type
    }

    /// Reads the text of proc_pid_mountinfo(5):
    /// `35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory`.
    /// Of several mounts of one hierarchy the first counts.
    init(mountInformation bytes: [UInt8]) {
        self.init(unified: nil)
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            // Few lines are of interest; the others aren't taken apart.
            guard let type = Self.typeIndex(in: line), line[type...].starts(with: "cgroup".utf8) else { continue }
            let before = line[..<type].split(separator: UInt8(ascii: " "))
            let after = line[type...].split(separator: UInt8(ascii: " "))
            guard before.count > 5, after.count > 2 else { continue }
            let mountPoint = Self.unescape(before[4])
            if after[0].elementsEqual("cgroup2".utf8) {
                unified = unified ?? mountPoint
            } else if after[0].elementsEqual("cgroup".utf8) {
                let options = String(decoding: after[2], as: UTF8.self).split(separator: ",")
                let hierarchy = Legacy(
                    mountPoint: mountPoint, controllers: options.compactMap(Controller.init(legacyName:)),
                    name: options.first { $0.hasPrefix("name=") }.map { String($0.dropFirst("name=".count)) } ?? "",
                    root: Self.unescape(before[3]))
                if !legacy.contains(where: { $0.isSameHierarchy(as: hierarchy) }) { legacy.append(hierarchy) }
            }
        }
    }

    /// Where the file system's type stands: after the field that is a dash.
    private static func typeIndex(in line: ArraySlice<UInt8>) -> Int? {
        var previous = UInt8(ascii: "-")
        for index in line.indices.dropLast(2) {
            if line[index] == UInt8(ascii: "-"), previous == UInt8(ascii: " "), line[index + 1] == previous {
                return index + 2
            }
            previous = line[index]
        }
        return nil
    }

    /// Undoes the octal escapes (`\040` for a space) of a mount point.
    private static func unescape(_ field: ArraySlice<UInt8>) -> String {
        var bytes = [UInt8]()
        var rest = field
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8) {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Hierarchies.Legacy {
    /// Whether both are mounts of one hierarchy: it is known by its
    /// controllers, or by its name when it has none.
    fileprivate func isSameHierarchy(as other: Hierarchies.Legacy) -> Bool {
        if controllers.isEmpty { return other.controllers.isEmpty && !name.isEmpty && name == other.name }
        return other.controllers.contains(controllers[0])
    }
}
