/// How many words a command takes beside its flags, and how the usage line
/// shows them.
public struct Arguments: Sendable {
    /// As the usage line shows them: `IMAGE [COMMAND] [ARG...]`. Empty for none.
    public let usage: String
    let minimum: Int
    let maximum: Int
    let endFlags: Bool

    /// - Parameter endFlags: The first argument ends the flags: what follows
    ///   belongs to a command in a container, however it looks.
    public init(_ usage: String, _ count: some RangeExpression<Int>, endFlags: Bool = false) {
        let range = count.relative(to: 0..<Int.max)
        self.usage = usage
        minimum = range.lowerBound
        maximum = range.upperBound - 1
        self.endFlags = endFlags
    }

    /// The command takes no arguments.
    public static let none = Arguments("", 0...0)

    func allow(_ count: Int) -> Bool {
        (minimum...maximum).contains(count)
    }

    /// How a message goes on that begins with the command: `requires 2 arguments`.
    var expectation: String {
        if maximum == 0 { return "accepts no arguments" }
        if minimum == maximum { return "requires \(Self.words(minimum))" }
        return maximum == Int.max - 1
            ? "requires at least \(Self.words(minimum))"
            : "accepts \(minimum) to \(Self.words(maximum))"
    }

    private static func words(_ count: Int) -> String {
        count == 1 ? "1 argument" : "\(count) arguments"
    }
}
