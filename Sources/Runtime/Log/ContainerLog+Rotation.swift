import Glibc
import LinuxSystem

extension ContainerLog {
    /// The program that compresses, as the supervisor's child: this one.
    private static let program = "/proc/self/exe"
    /// A file that is going to be `log.json`.
    private static let newName = ContainerDirectory.logName + ".new"

    /// Starts a new file; the full one gets a number, and those that are too many go. When that
    /// fails, lines go on into the full one until it has grown by another measure.
    func rotate() {
        keepTime()
        do throws(SystemError) {
            let file = try makeFile()
            try takePlace()
            self.file = .some(file)
            latest = .now()
            size = 0
            fullAt = settings.maximumSize ?? .max
            try removeOldest()
        } catch {
            note(error, lines: 0)
            fullAt = size + (settings.maximumSize ?? 0)
        }
        if settings.compresses, settings.fileCount > 1 { compress() }
    }

    /// Who looks for what was written since a time passes over full files that are older than that. If the clock has been
    /// set back, the file is as old as its latest line.
    func keepTime() {
        switch file {
        case .some(let file) where Timestamp.now() < latest:
            let (seconds, rest) = latest.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            // Where that can't be, the lines are there all the same.
            _ = try? file.setTime(
                FileTime(seconds: seconds, nanoseconds: max(0, rest)), name: ContainerDirectory.logName)
        default: break
        }
    }

    private func makeFile() throws(SystemError) -> Descriptor {
        do {
            return try openNew()
        } catch {
            guard error.errno == EEXIST else { throw error }
        }
        // A crash has left it, empty.
        try directory.removeFile(Self.newName)
        return try openNew()
    }

    private func openNew() throws(SystemError) -> Descriptor {
        try directory.open(
            Self.newName, [.readWrite, .create, .exclusive, .append, .noFollow], mode: 0o600,
            resolution: [.beneath, .noMagicLinks])
    }

    /// A crash in between leaves no `log.json`: the next supervisor makes one.
    private func takePlace() throws(SystemError) {
        let name = ContainerDirectory.logName
        // Nothing of a log of one file is kept when that is full, as in Docker.
        guard settings.fileCount > 1 else {
            return try directory.rename(Self.newName, to: name, in: directory)
        }
        if lastNumber == nil { lastNumber = try LogFiles.full(in: directory).last?.number }
        let number = (lastNumber ?? 0) + 1
        let full = LogFiles.Full(number: number, isCompressed: false).name
        try directory.rename(name, to: full, in: directory)
        lastNumber = number
        try directory.rename(Self.newName, to: name, in: directory)
    }

    private func removeOldest() throws(SystemError) {
        guard let lastNumber else { return }
        for file in try LogFiles.full(in: directory) where file.number <= lastNumber - (settings.fileCount - 1) {
            for name in [file.plainName, file.plainName + ".gz"] {
                do throws(SystemError) {
                    try directory.removeFile(name)
                } catch {
                    if error.errno != ENOENT { throw error }
                }
            }
        }
    }

    private var isCompressing: Bool {
        switch compressor {
        // One that can't be asked is as good as ended.
        case .some(let process): (try? process.waitForEnd(milliseconds: 0)) == false
        case .none: false
        }
    }

    /// Starts who compresses, unless the last one is still at it: that one looks for more before it ends.
    private func compress() {
        if isCompressing { return }
        compressor = nil
        // Files that can't be compressed now stay as they are until the next one is full.
        let program = ChildProcess(
            Self.program, arguments: ["skiff-runtime", LogCompressor.verb, "\(directory.number)"],
            inherited: [directory.number])
        guard let pid = try? program.spawn(), let process = try? ProcessDescriptor(pid: pid) else { return }
        compressor = .some(process)
    }
}
