import Glibc
import JSON
import LinuxSystem
import Runtime

/// One line of a container's log, or a part of a long one.
public struct LogEntry: Sendable {
    public var log: String
    public var stream: String
    public var time: String
}

extension LogEntry: JSONReadable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        log = try object.required("log")
        stream = try object.required("stream")
        time = try object.required("time")
    }
}

extension Engine {
    /// What `skiff logs` was asked for.
    public struct LogOptions: Sendable {
        /// Goes on until the container has ended.
        public var follow = false
        /// Only the last lines; `nil` for all.
        public var tail: Int?

        public init(follow: Bool = false, tail: Int? = nil) {
            self.follow = follow
            self.tail = tail
        }
    }

    /// Hands over the entries in order.
    public func logs(_ reference: String, _ options: LogOptions, _ body: (LogEntry) -> Void) throws {
        let id = try id(of: reference)
        let directory = try directory(of: id)
        let file: Descriptor
        do throws(SystemError) {
            file = try directory.descriptor.open(
                ContainerDirectory.logName, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        } catch {
            if error.errno == ENOENT { return }  // nothing was ever started
            throw error
        }
        let watch = try FileWatch(path: path(of: id) + "/" + ContainerDirectory.logName)
        var lines = LogLines()
        var entries = try lines.readAll(from: file)
        if let tail = options.tail { entries = Array(entries.suffix(tail)) }
        entries.forEach(body)
        while options.follow {
            // Looked at before reading: what was written before the end is read.
            let lives = try directory.isSupervised()
            try lines.readAll(from: file).forEach(body)
            guard lives else { return }
            // The file says nothing of the container's end: look now and then.
            _ = try watch.waitForChange(milliseconds: 100)
        }
    }
}

/// Cuts a growing log file into entries.
private struct LogLines {
    private var rest: [UInt8] = []

    mutating func readAll(from file: borrowing Descriptor) throws -> [LogEntry] {
        var entries = [LogEntry]()
        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let result = chunk.withUnsafeMutableBytes { bytes in
                Result { () throws(SystemError) in try file.read(into: bytes, name: "the log") }
            }
            let count = try result.get()
            if count == 0 { return entries }
            rest.append(contentsOf: chunk[..<count])
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                // A line that a full disk cut short is passed over.
                if let entry = try? LogEntry(json: JSONValue(parsing: Array(rest[start..<end]))) {
                    entries.append(entry)
                }
                start = end + 1
            }
            rest.removeSubrange(..<start)
        }
    }
}
