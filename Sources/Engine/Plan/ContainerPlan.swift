import Cgroups
import JSON
import Networks
import OCI

/// All that a start of a container would do, found out without doing any of it.
public struct ContainerPlan: Sendable {
    /// As the user named it.
    public let image: String
    /// `nil`: one would be made up.
    public let name: String?
    /// What the runtime would be given; the filter's rules are in it.
    public let specification: RuntimeSpec
    /// The image's layers as directories, the top one first.
    public let layers: [String]
    /// The cgroup's directories, and what would be written to their files.
    public let groups: [String]
    /// In the order in which they would be made.
    public let writes: [PlannedWrite]
    /// What each of its links would be limited to; `nil`: to nothing.
    public let networkRate: LinkRate?
    /// What would be made on the host before the start, such as missing directories of `-v`.
    public let made: [String]
}

extension ContainerPlan: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("image", image)
            writer.member("name", name)
            writer.member("layers", layers)
            writer.member("hostDirectoriesToMake", made)
            if let networkRate { writer.member("networkRate", networkRate) }
            writer.member("cgroups", groups)
            writer.member("cgroupWrites", writes)
            writer.member("specification", specification)
        }
    }
}

extension PlannedWrite: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("file", file)
            writer.member("text", text)
        }
    }
}

/// How `--plan` prints.
public enum PlanFormat: String, Hashable, Sendable {
    /// A page to read.
    case text
    case json

    /// `--plan`, `--plan=json`.
    public init(parsing text: String) throws(InvalidOption) {
        guard let format = PlanFormat(rawValue: text) else { throw InvalidOption("must be text or json") }
        self = format
    }
}
