extension JSONParser {
    /// Something else stands at `index`.
    func unexpected(_ expected: String) -> JSONError {
        guard index < bytes.count else { return error("expected \(expected), found the end of the text") }
        let byte = bytes[index]
        let found =
            0x21..<0x7f ~= byte
            ? String(UnicodeScalar(byte)) : "the byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
        return error("expected \(expected), found \(found)")
    }

    /// The text ends within the string that begins at `start`.
    func unterminated(_ start: Int) -> JSONError { error("the string has no end", at: start) }

    /// - Parameter place: of the byte that is wrong; `nil` for the one at `index`.
    func error(_ reason: String, at place: Int? = nil) -> JSONError {
        let before = bytes[..<(place ?? index)]
        let line = before.lastIndex(of: UInt8(ascii: "\n")).map { before[($0 + 1)...] } ?? before
        let lineNumber = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        // In characters: bytes that go on with one are not counted.
        let column = line.reduce(1) { $1 & 0xc0 == 0x80 ? $0 : $0 + 1 }
        return JSONError(place: "line \(lineNumber), column \(column)", reason: reason)
    }
}
