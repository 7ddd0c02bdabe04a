import LinuxSystem

/// The environment that `-e` and `--env-file` ask for.
public enum EnvironmentOption {
    /// No file of variables has reason to be larger; execve(2) would refuse
    /// its content.
    private static let fileLimit = 1 << 20

    /// `-e KEY=VALUE` as it is. `-e KEY` takes the caller's value; without
    /// one it stays `KEY`, which removes the image's.
    public static func parse(
        _ text: String, variable: (String) -> String? = CallingProcess.variable
    ) throws(InvalidOption) -> String {
        let name = try KeyValue(parsing: text, valueIfAbsent: "").key
        guard name == text, let value = variable(name) else { return text }
        return "\(name)=\(value)"
    }

    /// `--env-file`: the variables of a file, up to 1 MiB.
    public static func readFile(
        _ path: String, variable: (String) -> String? = CallingProcess.variable
    ) throws(InvalidOption) -> [String] {
        let bytes: [UInt8]
        do {
            let file = try Descriptor.open(path, .readOnly)
            bytes = try file.readToEnd(limit: fileLimit, name: path)
        } catch {
            throw InvalidOption(error.reason)
        }
        return try parseFile(bytes, variable: variable)
    }

    /// One variable a line: `KEY=VALUE`, taken literally to the end of the
    /// line, or `KEY` for the caller's value, left out when there is none.
    /// Empty lines and lines that start with `#` say nothing.
    static func parseFile(
        _ bytes: [UInt8], variable: (String) -> String?
    ) throws(InvalidOption) -> [String] {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw InvalidOption("not a text in UTF-8") }
        var variables: [String] = []
        let hasByteOrderMark = text.unicodeScalars.first == "\u{FEFF}"
        let lines = text.unicodeScalars.dropFirst(hasByteOrderMark ? 1 : 0)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let isCarriageReturn = line.last == "\r"
            let content = Substring(line.dropLast(isCarriageReturn ? 1 : 0).drop(while: \.properties.isWhitespace))
            if content.isEmpty || content.hasPrefix("#") { continue }
            let key = content.prefix { $0 != "=" }
            if key.isEmpty { throw InvalidOption("line \(index + 1): the name before = is missing") }
            if key.contains(where: \.isWhitespace) {
                throw InvalidOption("line \(index + 1): the name \"\(key)\" contains a space")
            }
            if key.count < content.count {
                variables.append(String(content))
            } else if let value = variable(String(key)) {
                variables.append("\(key)=\(value)")
            }
        }
        return variables
    }
}
