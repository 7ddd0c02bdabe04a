import Glibc

/// What `--filter name=` is compared with: a regular expression that fits a part of the name, as in Docker; here
/// POSIX's extended ones (regex(7)). The C library's need no tables at the program's start.
public struct NamePattern: Sendable {
    private let expression: Expression

    /// Owns the compiled expression. It is never changed, and regexec(3) is safe for threads.
    private final class Expression: @unchecked Sendable {
        var compiled = regex_t()

        deinit { regfree(&compiled) }
    }

    /// Throws what is wrong with the expression.
    public init(_ text: String) throws(InvalidOption) {
        let expression = Expression()
        let code = regcomp(&expression.compiled, text, REG_EXTENDED | REG_NOSUB)
        guard code == 0 else {
            throw InvalidOption("invalid value for filter 'name': not a regular expression: \(text)")
        }
        self.expression = expression
    }

    /// Whether it fits the name, with or without the slash that Docker's names begin with.
    func matches(_ name: String) -> Bool {
        regexec(&expression.compiled, name, 0, nil, 0) == 0 || regexec(&expression.compiled, "/" + name, 0, nil, 0) == 0
    }
}
