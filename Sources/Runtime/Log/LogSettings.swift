import JSON

/// Where a container's output goes beside its visitors, and how much of it is kept.
public struct LogSettings: Hashable, Sendable {
    /// Docker's words.
    public enum Driver: String, Hashable, Sendable, CaseIterable, JSONReadable, JSONWritable {
        /// Files of one JSON object a line.
        case file = "json-file"
        /// Nowhere.
        case none
    }

    public var driver: Driver
    /// In bytes: a file that has reached it gets no further line; `nil` means that it grows on.
    public var maximumSize: Int64?
    /// How many files there are at most, the one that is written among them; never 0.
    public var fileCount: Int
    /// Whether the others are compressed.
    public var compresses: Bool
    /// What each line carries along: labels and variables of the container.
    public var attributes: [String: String]

    /// 10 MiB five times, of which four are compressed.
    public static let standard = LogSettings()

    public init(
        driver: Driver = .file, maximumSize: Int64? = 10 << 20, fileCount: Int = 5, compresses: Bool = true,
        attributes: [String: String] = [:]
    ) {
        self.driver = driver
        self.maximumSize = maximumSize
        self.fileCount = fileCount
        self.compresses = compresses
        self.attributes = attributes
    }
}

extension LogSettings: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            driver: try object.required("driver"), maximumSize: try object.optional("maximumSize"),
            fileCount: max(1, try object.required("fileCount")), compresses: try object.required("compresses"),
            attributes: try object.optional("attributes") ?? [:])
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("driver", driver)
            writer.member("maximumSize", maximumSize)
            writer.member("fileCount", fileCount)
            writer.member("compresses", compresses)
            writer.member("attributes", attributes.isEmpty ? nil : attributes)
        }
    }
}

/// As an annotation of `config.json`, which is left out where it says nothing new.
extension LogSettings {
    var annotation: String? { self == .standard ? nil : String(decoding: json, as: UTF8.self) }

    /// - Throws: what is wrong with the text.
    init(annotation: String?) throws(JSONError) {
        guard let annotation else {
            self = .standard
            return
        }
        try self.init(jsonText: Array(annotation.utf8))
    }
}
