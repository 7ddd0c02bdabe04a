import JSON
import LinuxSystem

/// The container's output on disk, in the format of Docker's json-file driver:
/// one object a line, `{"log":"text\n","stream":"stdout","time":"…"}`. A line
/// that the container has not finished is kept back until it does, ends, or
/// reaches 16 KiB; a piece without `\n` is part of a longer line.
final class ContainerLog {
    private let file: Descriptor
    private var pending: [[UInt8]] = [[], []]
    private static let longestLine = 16 * 1024

    init(in directory: borrowing Descriptor) throws(SystemError) {
        file = try directory.open(
            ContainerDirectory.logName, [.writeOnly, .create, .append, .noFollow], mode: 0o600,
            resolution: [.beneath, .noMagicLinks])
    }

    /// Adds what was read from the stream. A failure to write (a full disk)
    /// loses the lines, never the container.
    func append(_ bytes: ArraySlice<UInt8>, from stream: OutputStream) {
        var text = [UInt8]()
        let index = stream == .standardOutput ? 0 : 1
        let time = Array(Timestamp.now().description.utf8)
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            pending[index].append(contentsOf: rest[...end])
            rest = rest[(end + 1)...]
            flush(index, stream, time, into: &text)
        }
        pending[index].append(contentsOf: rest)
        if pending[index].count >= Self.longestLine { flush(index, stream, time, into: &text) }
        write(text)
    }

    /// Writes what is left of unfinished lines.
    func finish() {
        var text = [UInt8]()
        let time = Array(Timestamp.now().description.utf8)
        flush(0, .standardOutput, time, into: &text)
        flush(1, .standardError, time, into: &text)
        write(text)
    }

    private func flush(_ index: Int, _ stream: OutputStream, _ time: [UInt8], into text: inout [UInt8]) {
        var line = pending[index][...]
        while !line.isEmpty {
            let piece = line.prefix(Self.longestLine)
            line = line.dropFirst(piece.count)
            text.append(contentsOf: #"{"log":""#.utf8)
            JSONText.append(piece, to: &text)
            text.append(contentsOf: #"","stream":""#.utf8)
            text.append(contentsOf: stream.name.utf8)
            text.append(contentsOf: #"","time":""#.utf8)
            text.append(contentsOf: time)
            text.append(contentsOf: "\"}\n".utf8)
        }
        pending[index].removeAll(keepingCapacity: true)
    }

    private func write(_ text: [UInt8]) {
        guard !text.isEmpty else { return }
        // See `append`: there is no one to tell.
        _ = try? file.write(text, name: ContainerDirectory.logName)
    }
}
