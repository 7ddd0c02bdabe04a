import LinuxSystem

/// The files of a container's log: `log.json`, which is written; and those that
/// became full, which are numbered as they did, from 1 on: `log.json.7`, and
/// `log.json.7.gz` once that is compressed.
///
/// A file keeps its number as long as it's there, so that a reader who has
/// come to the end of one finds the next, whatever has been made, compressed
/// or removed meanwhile. (Docker's numbers count from the newest, and all files
/// are renamed each time.)
public enum LogFiles {
    /// A file that gets no further line.
    public struct Full: Hashable, Sendable {
        public let number: Int
        /// Otherwise it's not compressed yet; both may be there for a moment, or
        /// after a crash, and then the compressed one may be forgotten.
        public let isCompressed: Bool

        public var name: String { isCompressed ? "\(plainName).gz" : plainName }
        var plainName: String { "\(ContainerDirectory.logName).\(number)" }
    }

    /// The full files that are there, the oldest first; each number once.
    public static func full(in directory: borrowing Descriptor) throws(SystemError) -> [Full] {
        var files = [Full]()
        for name in try directory.entries() {
            if let file = full(named: name.shown) { files.append(file) }
        }
        // The one that isn't compressed comes before the one that is.
        files.sort { ($0.number, $0.isCompressed ? 1 : 0) < ($1.number, $1.isCompressed ? 1 : 0) }
        var last: Int?
        files.removeAll { file in
            defer { last = file.number }
            return file.number == last
        }
        return files
    }

    private static func full(named name: String) -> Full? {
        let start = ContainerDirectory.logName + "."
        guard name.hasPrefix(start) else { return nil }
        let rest = name.dropFirst(start.count)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        switch rest.dropFirst(digits.count) {
        case "": return Full(number: number, isCompressed: false)
        case ".gz": return Full(number: number, isCompressed: true)
        default: return nil
        }
    }
}
