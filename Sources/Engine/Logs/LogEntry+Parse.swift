import JSON
import Runtime

extension LogEntry {
    /// Becomes what a line of the log says, as the supervisor writes it.
    /// - Returns: false when it says nothing: a full disk or a crash cut it short.
    mutating func read(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = LogScanner(bytes: line)
        guard scanner.skip(#"{"log":"#), scanner.readString(into: &content), scanner.skip(#","stream":"std"#)
        else { return false }
        if scanner.skip(#"out""#) {
            stream = .standardOutput
        } else {
            guard scanner.skip(#"err""#) else { return false }
            stream = .standardError
        }
        guard readAttributes(&scanner), scanner.skip(#","time":"#), scanner.readString(into: &time) else {
            return false
        }
        if scanner.skip(#","raw":"#), !scanner.readBase64(into: &content) { return false }
        return scanner.skip("}") && scanner.isAtEnd
    }

    private mutating func readAttributes(_ scanner: inout LogScanner) -> Bool {
        guard scanner.skip(#","attrs":"#) else {
            if !attributesText.isEmpty { (attributes, attributesText) = ([:], []) }
            return true
        }
        guard let object = scanner.flatObject() else { return false }
        if object.elementsEqual(attributesText) { return true }
        attributesText = Array(object)
        do throws(JSONError) { attributes = try Dictionary(json: JSONValue(parsing: attributesText)) } catch {
            return false
        }
        return true
    }
}
