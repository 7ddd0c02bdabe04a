import Glibc

/// What the last lines of a program's output say of why it gave up. They are
/// the program's own words, so that they are quoted, never rephrased.
struct LastWords {
    private let lines: [String]

    init(_ lines: [String]) { self.lines = lines }

    /// The loader's words (ld.so(8)): `error while loading shared libraries: libx.so.1: cannot open …`,
    /// musl's `Error loading shared library libx.so.1: …`.
    var missingLibrary: String? {
        first(after: "error while loading shared libraries: ") ?? first(after: "Error loading shared library ")
    }

    /// ENOSPC and EDQUOT, as strerror(3) has them.
    var noSpace: String? { line(with: "No space left on device") ?? line(with: "Disk quota exceeded") }

    /// EPERM, which a filter of system calls answers, but others, too.
    var notPermitted: String? { line(with: "Operation not permitted") }

    /// Whether what it said in the end is about another error than EPERM, in strerror(3)'s words.
    var blameAnotherError: Bool {
        let ends = lines.suffix(3)
        return (EPERM + 1...EHWPOISON).contains { number in
            let words = String(cString: strerror(number))
            return ends.contains { $0.contains(words) }
        }
    }

    private func line(with words: String) -> String? { lines.last { $0.contains(words) } }

    /// What stands there up to the next colon.
    private func first(after words: String) -> String? {
        guard let line = line(with: words) else { return nil }
        var rest = Substring(line)
        while !rest.hasPrefix(words), !rest.isEmpty { rest = rest.dropFirst() }
        let name = rest.dropFirst(words.count).prefix { $0 != ":" }
        return name.isEmpty ? nil : String(name)
    }
}
