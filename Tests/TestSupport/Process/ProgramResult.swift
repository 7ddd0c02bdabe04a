/// What a program that has ended left: its exit code and what it wrote.
public struct ProgramResult: Sendable, CustomStringConvertible {
    /// The code, or 128 and the signal's number.
    public let exitCode: Int32
    /// Everything from standard output.
    public let output: [UInt8]
    /// Everything from standard error.
    public let error: [UInt8]

    public init(exitCode: Int32, output: [UInt8], error: [UInt8]) {
        self.exitCode = exitCode
        self.output = output
        self.error = error
    }

    /// Standard output as text, without the last line's end.
    public var text: String { Self.text(of: output) }

    /// Standard error as text, without the last line's end.
    public var errorText: String { Self.text(of: error) }

    /// The lines of standard output.
    public var lines: [String] {
        text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The same result; throws what went wrong in full when the exit code is not zero.
    @discardableResult
    public func succeeded() throws -> ProgramResult {
        guard exitCode == 0 else { throw TestFailure(description) }
        return self
    }

    public var description: String { "exit code \(exitCode), output \"\(text)\", error \"\(errorText)\"" }

    private static func text(of bytes: [UInt8]) -> String {
        String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
