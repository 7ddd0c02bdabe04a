import CShim

/// Limits of all that is in a directory, where the file system counts it by projects (quotactl(2)).
extension Descriptor {
    /// What this directory holds is counted to the project, and what is made in it later, too.
    public func setProject(_ project: UInt32, name: String) throws(SystemError) {
        try check(skiff_set_project(number, project), "count to a project", name)
    }

    /// Whether the file system that holds the open file keeps limits of projects (ext4 and XFS, mounted with
    /// `prjquota`).
    public func keepsProjectLimits(name: String) throws(SystemError) -> Bool {
        try check(skiff_keeps_project_limits(number), "read the quotas of", name) == 1
    }

    /// How many bytes the project's files may have, on the file system that holds this file; 0 lifts the limit.
    public func limitProject(_ project: UInt32, bytes: UInt64, name: String) throws(SystemError) {
        try check(skiff_limit_project(number, project, bytes), "limit the size of", name)
    }

    /// Whether the project has a limit, or files.
    public func isProjectUsed(_ project: UInt32, name: String) throws(SystemError) -> Bool {
        try check(skiff_project_is_used(number, project), "read the quota of", name) == 1
    }
}
