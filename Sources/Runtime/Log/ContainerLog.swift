import Glibc
import LinuxSystem

/// Writes a container's output to its log, in the format of Docker's json-file
/// driver: one object a line, `{"log":"text\n","stream":"stdout","time":"…"}`.
/// A piece without `\n` is part of a longer line: what has reached 16 KiB, or
/// has waited half a second for its end.
///
/// What isn't UTF-8 stands in `log` as U+FFFD, as Docker has it, and the very
/// bytes stand beside it, in base64: `"raw":"…"`.
///
/// Whatever fails here loses lines, never the container, and `loss` tells it.
/// Files only grow, so that whoever reads along misses nothing.
final class ContainerLog {
    private static let longestPiece = 16 * 1024
    /// For the longest piece of control characters, or of bytes that have to be given twice.
    private static let longestEntry = longestPiece * LogBuffer.longestEscape + 64 * 1024
    /// What a program has asked, without a line feed, is to be seen by who follows its log.
    private static let patience: Int64 = 500

    let settings: LogSettings
    let directory: Descriptor
    /// `nil`: nothing is kept.
    var file: Descriptor?
    /// Of the file, in bytes.
    var size: Int64 = 0
    /// Where the file is full; `.max` means never.
    var fullAt: Int64
    /// Of the file that became full last; `nil` until one has.
    var lastNumber: Int?
    /// Who compresses those that are full; `nil` until one is.
    var compressor: ProcessDescriptor?
    /// Entries that aren't written yet.
    var buffer: LogBuffer
    private var output: UnfinishedLine
    private var error: UnfinishedLine
    private var clock = LogClock()
    /// The latest time of the file's lines.
    var latest = Timestamp(nanoseconds: .min)
    /// Its last line was cut short, by a full disk or a crash.
    var endsInLine = false
    /// What is missing in the log; `nil` when nothing is.
    var loss: LogLoss?

    init(in directory: borrowing Descriptor, _ settings: LogSettings = .standard) throws(SystemError) {
        self.settings = settings
        self.directory = try directory.duplicate()
        fullAt = settings.maximumSize ?? .max
        output = UnfinishedLine(of: .standardOutput, settings)
        error = UnfinishedLine(of: .standardError, settings)
        buffer = LogBuffer(capacity: Self.longestEntry + output.suffixLimit)
        guard settings.driver == .file else { return }
        let file = try directory.open(
            ContainerDirectory.logName, [.readWrite, .create, .append, .noFollow], mode: 0o600,
            resolution: [.beneath, .noMagicLinks])
        let status = try file.status(name: ContainerDirectory.logName)
        size = Int64(status.st_size)
        if size > 0 {
            latest = Timestamp(
                nanoseconds: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
            var last: UInt8 = 0
            _ = try withUnsafeMutableBytes(of: &last) { byte throws(SystemError) in
                try file.read(into: byte, at: size - 1, name: ContainerDirectory.logName)
            }
            endsInLine = last != UInt8(ascii: "\n")
        }
        self.file = .some(file)
    }

    /// Adds what was read from the stream: all lines that end in it at once.
    func append(_ bytes: ArraySlice<UInt8>, from stream: OutputStream) {
        guard settings.driver == .file else { return }
        let time = textOfNow()
        bytes.withUnsafeBufferPointer { bytes in
            switch stream {
            case .standardOutput: add(bytes, to: &output, time)
            case .standardError: add(bytes, to: &error, time)
            }
        }
        flush()
    }

    /// Writes what is left of unfinished lines.
    func finish() {
        writeUnfinished { _ in true }
        keepTime()
    }

    private func textOfNow() -> [UInt8] {
        let now = Timestamp.now()
        latest = max(latest, now)
        return clock.text(of: now)
    }

    private func add(_ bytes: UnsafeBufferPointer<UInt8>, to line: inout UnfinishedLine, _ time: [UInt8]) {
        let suffix = line.suffix(time)
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = Self.lengthOfLine(rest)
            if line.bytes.isEmpty, let length {
                // Most lines: nothing is copied but into the buffer.
                add(line: UnsafeBufferPointer(rebasing: rest.prefix(length)), suffix)
                rest = rest.dropFirst(length)
                continue
            }
            let taken = rest.prefix(min(length ?? rest.count, Self.longestPiece - line.bytes.count))
            line.add(taken)
            rest = rest.dropFirst(taken.count)
            if taken.count == length {
                line.take { add(line: $0, suffix) }
            } else if line.bytes.count == Self.longestPiece {
                line.takePiece { add(entry: $0, suffix) }
            }
        }
    }

    /// With its line feed; `nil` when there is none.
    private static func lengthOfLine(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let start = bytes.base.baseAddress.map({ $0 + bytes.startIndex }),
            let end = memchr(start, CInt(UInt8(ascii: "\n")), bytes.count)
        else { return nil }
        return UnsafeRawPointer(end) - UnsafeRawPointer(start) + 1
    }

    private func add(line: UnsafeBufferPointer<UInt8>, _ suffix: [UInt8]) {
        var rest = line
        while rest.count > Self.longestPiece {
            var length = Self.longestPiece
            length -= LogBuffer.unfinishedCharacter(UnsafeBufferPointer(rebasing: rest[..<length]))
            add(entry: UnsafeBufferPointer(rebasing: rest[..<length]), suffix)
            rest = UnsafeBufferPointer(rebasing: rest[length...])
        }
        add(entry: rest, suffix)
    }

    private func add(entry piece: UnsafeBufferPointer<UInt8>, _ suffix: [UInt8]) {
        if size + Int64(buffer.count) >= fullAt {
            flush()
            if size >= fullAt { rotate() }
        }
        // 4/3 for base64, and the names of the members.
        if buffer.room < piece.count * (LogBuffer.longestEscape + 2) + suffix.count + 64 { flush() }
        buffer.append(#"{"log":""#)
        let isText = buffer.append(escaping: piece)
        buffer.append(suffix)
        if !isText {
            buffer.append(#","raw":""#)
            buffer.append(base64: piece)
            buffer.append("\"")
        }
        buffer.append("}\n")
    }

    // MARK: - Lines without an end

    /// How long the supervisor may wait for events before it calls `writeUnfinishedLines()`, in
    /// milliseconds; -1: for ever.
    var milliseconds: CInt {
        guard let since = [output.since, error.since].compactMap({ $0 }).min() else { return -1 }
        return CInt(clamping: max(0, since + Self.patience - Self.now()))
    }

    /// Writes what has waited long enough for its line's end, so that who follows sees it.
    func writeUnfinishedLines() {
        if output.since == nil, error.since == nil { return }
        let now = Self.now()
        writeUnfinished { $0 + Self.patience <= now }
    }

    private func writeUnfinished(where isDue: (Int64) -> Bool) {
        let time = textOfNow()
        for stream in [OutputStream.standardOutput, .standardError] {
            var line = stream == .standardOutput ? output : error
            guard let since = line.since, isDue(since) else { continue }
            let suffix = line.suffix(time)
            line.take { add(line: $0, suffix) }
            if stream == .standardOutput { output = line } else { error = line }
        }
        flush()
    }

    /// Milliseconds that no one sets (clock_gettime(2), CLOCK_MONOTONIC).
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
