import TestSupport
import Testing

extension Bundle {
    /// Creates the container, which is to be refused, and reads the log that engines read.
    func expectCreationRefusal(_ fragments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let log = "\(directory)/log.json"
        try expectRefusal(
            ["--log", log, "--log-format", "json", "create", "--bundle", path, id], fragments,
            sourceLocation: sourceLocation)
        let message = try lastError(in: log)
        for fragment in fragments {
            #expect(message.contains(fragment), "\(message)", sourceLocation: sourceLocation)
        }
    }

    /// The message of a log's last line, which has to be an error with its time.
    func lastError(in log: String) throws -> String {
        let line = try #require(try HostFile.text(log).split(separator: "\n").last)
        let entry = try JSON(parsing: String(line))
        #expect(entry["level"].string == "error" && entry["time"].string?.hasSuffix("Z") == true, "\(line)")
        return try #require(entry["msg"].string)
    }

    /// An edit of a configuration, and what has to be in the sentence that refuses it.
    typealias RefusedEdit = ((inout JSON) -> Void, [String])

    /// Each edit of a configuration that works is refused with its fragments.
    static func expectRefusals(_ edits: [RefusedEdit], sourceLocation: SourceLocation = #_sourceLocation) throws {
        try with(["true"]) { bundle in
            let intact = try HostFile.text("\(bundle.path)/config.json")
            for (edit, fragments) in edits {
                try HostFile.write(intact, to: "\(bundle.path)/config.json")
                try bundle.configure(edit)
                try bundle.expectCreationRefusal(fragments, sourceLocation: sourceLocation)
                try bundle.deleteAll()
            }
        }
    }
}
