import LinuxSystem
import OCI
import StateStore

/// What is not complete: downloads that can be gone on with, work that goes on, and what crashes have left of it.
public struct PartialUsage: Sendable {
    /// How many downloads and works there are.
    public var count = 0
    /// How many somebody works on.
    public var active = 0
    /// Bytes on disk.
    public var total: Int64 = 0
    /// Bytes of what nobody works on.
    public var reclaimable: Int64 = 0

    fileprivate mutating func add(_ size: Int64, isActive: Bool) {
        count += 1
        active += isActive ? 1 : 0
        total += size
        reclaimable += isActive ? 0 : size
    }
}

extension ImageStore {
    /// Measures what is not complete.
    public func partialUsage(_ measure: inout DiskMeasure) throws(ImageError) -> PartialUsage {
        var usage = PartialUsage()
        let stagings = try directory("staging")
        do throws(SystemError) {
            for name in try stagings.entries() {
                let size = try measure.size(of: name, in: stagings)
                usage.add(size, isActive: try Staging.isActive(name, in: stagings))
            }
            usage.total += try measure.ownSize(of: "staging", in: state.directory)
        } catch {
            throw .system(error)
        }
        for algorithm in [Digest.Algorithm.sha256, .sha512] {
            try add(downloadDirectory(algorithm), to: &usage, &measure)
        }
        do {
            usage.total += try measure.ownSize(of: "downloads", in: state.directory)
        } catch {
            throw .system(error)
        }
        return usage
    }

    private func add(
        _ downloads: consuming Descriptor, to usage: inout PartialUsage, _ measure: inout DiskMeasure
    ) throws(ImageError) {
        do throws(SystemError) {
            for name in try downloads.entries() {
                let size = try measure.size(of: name, in: downloads)
                usage.add(size, isActive: try Download.isActive(name, in: downloads))
            }
            usage.total += try measure.ownSize(of: ".", in: downloads)
        } catch {
            throw .system(error)
        }
    }
}
