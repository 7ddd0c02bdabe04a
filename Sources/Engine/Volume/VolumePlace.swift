import Glibc
import LinuxSystem

/// Where a volume's files are, open.
struct VolumePlace: ~Copyable {
    private let volume: Volume
    /// What the files are in, and where they are put together before that.
    private let directory: Descriptor
    /// The name of the files' directory in it: `.` when it is the host's.
    private let dataName: String

    /// A volume's own directory. Where something is mounted on its files' place, that is taken for a directory of
    /// the host: nothing can be moved there from beside it.
    static func open(_ volume: Volume, directory: consuming Descriptor) throws(SystemError) -> VolumePlace {
        let name = VolumeDirectories.dataName
        do throws(SystemError) {
            _ = try directory.open(name, [.pathOnly], resolution: [.beneath, .noMountCrossing])
        } catch {
            guard error.errno == EXDEV else { throw error }
            return VolumePlace(volume: volume, directory: try directory.openDirectory(name), dataName: ".")
        }
        return VolumePlace(volume: volume, directory: directory, dataName: name)
    }

    private init(volume: Volume, directory: consuming Descriptor, dataName: String) {
        self.volume = volume
        self.directory = directory
        self.dataName = dataName
    }

    /// A directory of the host.
    static func open(_ volume: Volume, hostPath: String) throws(EngineError) -> VolumePlace {
        do throws(SystemError) {
            return VolumePlace(
                volume: volume, directory: try Descriptor.open(hostPath, [.directory]), dataName: ".")
        } catch {
            throw EngineError(
                .invalid, "volume \(volume.name) is the directory \"\(hostPath)\", which can't be opened", cause: error)
        }
    }

    /// The path has to be there, and to lead nowhere else: a container may have planted links on it. The
    /// runtime opens it once more by the same rule, and mounts what it has opened.
    func requireSubpath(_ path: String) throws(EngineError) {
        do throws(SystemError) {
            let data = try directory.open(dataName, [.pathOnly, .directory], resolution: [.beneath])
            _ = try data.open(path, [.pathOnly], resolution: [.beneath, .noMagicLinks])
        } catch {
            let reason = error.errno == EXDEV ? "a symbolic link leads out of the volume" : error.reason
            throw EngineError(.invalid, "cannot mount \"\(path)\" of volume \(volume.name): \(reason)")
        }
    }

    /// Copies what the image has at the target, unless the volume has something already. Others that start
    /// with the volume at the same time wait.
    func fill(from root: borrowing DetachedMount, target: String, firstID: UInt32?) throws {
        guard let source = try Self.open(target, in: root) else { return }
        do throws(SystemError) {
            let lock = try directory.open(".", [.directory], resolution: [.beneath])
            defer { withExtendedLifetime(lock) {} }
            _ = try lock.lock(wait: true, name: volume.name)
            let isLasting = !volume.isAnonymous
            guard let firstID else {
                return try VolumeFill.open(directory, dataName, root: 0).run(from: source, isLasting: isLasting)
            }
            // In the container the files have the image's owners, and so they have on the disk.
            let clone = try DetachedMount.clone(of: directory, recursive: false, name: volume.name)
            try clone.mapOwners(
                by: UserNamespace.mapping(from: firstID, count: ContainerRoot.idCount), name: volume.name)
            let mapped = try clone.descriptor.open(".", [.directory], resolution: [])
            try VolumeFill.open(mapped, dataName, root: firstID).run(from: source, isLasting: isLasting)
            withExtendedLifetime(clone) {}
        } catch {
            throw EngineError(
                .internal,
                "cannot copy \"\(target)\" of the image to volume \(volume.name): \(error.operation) \(error.subject)",
                cause: error)
        }
    }

    /// `nil` when the image has no directory there.
    private static func open(_ target: String, in root: borrowing DetachedMount) throws(SystemError) -> Descriptor? {
        do throws(SystemError) {
            return try root.descriptor.open(target, [.directory], resolution: .container)
        } catch {
            guard error.isMissingDirectory else { throw error }
            return nil
        }
    }
}
