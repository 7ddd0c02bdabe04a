import LinuxSystem
import StateStore

/// The size of a volume, kept by the file system: ext4 and XFS count the files of a project, when they were
/// mounted with `prjquota`, and refuse more than its limit.
enum VolumeQuota {
    /// Far above what administrators number by hand (projid(5)).
    private static let firstProject: Int64 = 1 << 30
    private static let projectCount: Int64 = 1 << 20

    /// Asked before anything is made for the volume.
    /// - Parameter directory: what the volumes' directories are in.
    /// - Throws: `unavailable` where the file system can't.
    static func requireSupport(in directory: borrowing Descriptor, for volume: Volume) throws {
        guard try !directory.keepsProjectLimits(name: volume.name) else { return }
        throw EngineError(
            .unavailable,
            "the size of volume \(volume.name) can't be limited: the file system of the state directory keeps no "
                + "project quotas (ext4 or XFS, mounted with prjquota); leave out size=, or bind a file system of "
                + "that size")
    }

    /// Limits what is in a volume's directory.
    /// - Returns: the project, which is the volume's alone.
    static func limit(
        _ directory: borrowing Descriptor, to size: UInt64, of volume: Volume, in database: Database
    ) throws -> Int64 {
        let taken = try Set(Int64.fetchAll(database, sql: "SELECT project FROM volumes WHERE project IS NOT NULL"))
        for project in firstProject..<firstProject + projectCount where !taken.contains(project) {
            // Another state directory on the file system may have it.
            if try directory.isProjectUsed(UInt32(project), name: volume.name) { continue }
            try directory.limitProject(UInt32(project), bytes: size, name: volume.name)
            for name in [".", VolumeDirectories.dataName] {
                try directory.open(name, [.directory], resolution: [.beneath]).setProject(
                    UInt32(project), name: volume.name)
            }
            return project
        }
        throw EngineError(.unavailable, "all \(projectCount) projects for volumes with a size are in use")
    }

    /// Lifts the limit of a volume that is removed. Its files are still there, and belong to the project until
    /// they are gone.
    static func lift(_ project: Int64, in directory: borrowing Descriptor) throws(SystemError) {
        try directory.limitProject(UInt32(clamping: project), bytes: 0, name: "volumes")
    }
}
