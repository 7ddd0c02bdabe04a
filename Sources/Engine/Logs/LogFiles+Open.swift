import Glibc
import LinuxSystem
import Runtime

extension LogFiles {
    /// The file with that number, or the next one that is still there; `nil` when there is none.
    static func open(from number: Int, in directory: borrowing Descriptor) throws -> LogFile? {
        while true {
            if let file = try full(in: directory).first(where: { $0.number >= number }) {
                guard let opened = try open(file.name, in: directory) else { continue }  // compressed or gone
                return try LogFile(opened, number: file.number, isCurrent: false, isCompressed: file.isCompressed)
            }
            let current = try openCurrent(in: directory)
            // One that has become full in between comes first.
            if try !full(in: directory).contains(where: { $0.number >= number }) { return current }
        }
    }

    /// The file that is written; `nil` when nothing ever was, and for an instant when one has become full.
    ///
    /// It gets its number only then, but which that is going to be is known from the others,
    /// as long as none of them is new.
    static func openCurrent(in directory: borrowing Descriptor) throws -> LogFile? {
        while true {
            let last = try full(in: directory).last?.number
            let opened = try open(ContainerDirectory.logName, in: directory)
            if try full(in: directory).last?.number != last { continue }
            guard let opened else { return nil }
            return try LogFile(opened, number: (last ?? 0) + 1, isCurrent: true, isCompressed: false)
        }
    }

    /// Whether the file, which was being written when it was opened, still is.
    static func isCurrent(_ file: LogFile, in directory: borrowing Descriptor) throws(SystemError) -> Bool {
        guard let status = try directory.statusIfPresent(of: ContainerDirectory.logName) else { return false }
        return status.st_ino == file.status.st_ino && status.st_dev == file.status.st_dev
    }

    /// `nil`: there is no such file any more.
    private static func open(_ name: String, in directory: borrowing Descriptor) throws(SystemError) -> Descriptor? {
        do {
            return try directory.open(name, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        } catch {
            if error.errno == ENOENT { return nil }
            throw error
        }
    }
}
