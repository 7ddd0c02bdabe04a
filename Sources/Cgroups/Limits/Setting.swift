/// One limit as it is written: into which file, and how.
struct Setting: Hashable, Sendable {
    /// A file of the group and the text for it.
    struct Entry: Hashable, Sendable {
        var file: String
        var text: String
    }

    /// What the limit is called: Docker's option, without dashes before it.
    var limit: String
    /// The value for a reader.
    var asked: String
    /// The first file that the kernel has is written.
    var candidates: [Entry]
    /// Where the kernel has none of the files: an error, or nothing.
    var isRequired = true
    /// A group that was just made has this value already, and to write it takes the kernel long.
    var isInitial = false

    init(_ limit: String, _ file: String, _ text: String, asked: String? = nil) {
        self.limit = limit
        self.asked = asked ?? text
        candidates = [Entry(file: file, text: text)]
    }

    /// The same setting with another file to try when the first is absent.
    func or(_ file: String, _ text: String) -> Setting {
        var copy = self
        copy.candidates.append(Entry(file: file, text: text))
        return copy
    }

    /// The same setting, left out where the group is new and the condition holds.
    func initial(_ condition: Bool) -> Setting {
        var copy = self
        copy.isInitial = condition
        return copy
    }

    /// The same setting, left out where the kernel has no such file.
    var whereSupported: Setting {
        var copy = self
        copy.isRequired = false
        return copy
    }
}

/// What one controller's limits mean in files, on either version.
protocol ControllerSettings: Sendable {
    static var controller: Controller { get }

    /// The settings in the order in which they are tried. Throws what the
    /// version cannot express or what contradicts itself.
    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting]
}
