import LinuxSystem
import StateStore

/// What is not complete: downloads that can be gone on with, work that goes on, and what crashes have left of it.
public struct PartialUsage: Sendable {
    public var count = 0
    /// How many somebody works on.
    public var active = 0
    /// Bytes on disk.
    public var total: Int64 = 0
    /// Bytes of what nobody works on.
    public var reclaimable: Int64 = 0
}

extension ImageStore {
    /// Measures what is not complete.
    public func partialUsage(_ measure: inout DiskMeasure) throws(ImageError) -> PartialUsage {
        var usage = PartialUsage()
        let stagings = try directory("staging")
        do throws(SystemError) {
            usage.total = try measure.ownSize(of: "staging", in: state.directory)
            for name in try stagings.entries() {
                let size = try measure.size(of: name, in: stagings)
                let isActive = try Staging.isActive(name, in: stagings)
                usage.count += 1
                usage.active += isActive ? 1 : 0
                usage.total += size
                usage.reclaimable += isActive ? 0 : size
            }
        } catch {
            throw .system(error)
        }
        return usage
    }
}
