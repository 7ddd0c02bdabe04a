/// One of the two places of `skiff cp`, as it is written.
public enum CopyPlace: Hashable, Sendable {
    /// `CONTAINER:PATH`; the path starts at the container's root.
    case container(String, path: String)
    case host(String)
    /// `-`: an archive on standard input or output.
    case stream

    /// Docker's rule: what starts with a slash or a dot is the host's, and so is
    /// what has no colon.
    public init(parsing text: String) {
        let colon = text.firstIndex(of: ":")
        if text == "-" {
            self = .stream
        } else if let colon, !text.hasPrefix("/"), !text.hasPrefix(".") {
            self = .container(String(text[..<colon]), path: String(text[text.index(after: colon)...]))
        } else {
            self = .host(text)
        }
    }
}

/// How `skiff cp` goes about it.
public struct CopyOptions {
    /// `-a`: owners, set-ID bits, file capabilities and devices are kept.
    public var keepsOwners = false
    /// `-L`: a symbolic link as the source means what it leads to.
    public var followsLinks = false
    /// Called again and again with the bytes that have been copied.
    public var progress: (Int64) -> Void = { _ in }
    /// Told of each file that is left out, and why.
    public var leaveOut: (String) -> Void = { _ in }

    public init() {}
}

/// A path as `cp` takes it, where a slash or a dot at the end mean something.
struct CopyPath: Hashable {
    /// As written; a container's begins with a slash.
    let text: String
    /// Ends in a slash, `/.` or `/..`: it is meant to be a directory.
    let assertsDirectory: Bool
    /// Ends in `/.` or is `.`: what is in the directory is meant.
    let meansContent: Bool

    init(_ text: String) {
        self.text = text
        let last = text.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        meansContent = last == "."
        assertsDirectory = last.isEmpty || last == "." || last == ".."
    }

    /// Of a container; a relative path starts at its root.
    static func inContainer(_ text: String) -> CopyPath {
        CopyPath(text.hasPrefix("/") ? text : "/" + text)
    }

    /// The last component; `nil` when that is none that can be made.
    var name: String? {
        let last = text.split(separator: "/").last { $0 != "." }
        guard let last, last != ".." else { return nil }
        return String(last)
    }

    /// The path of the directory that it is in, as it's written.
    var parent: String {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)
        while let last = parts.last, last.isEmpty || last == "." { parts.removeLast() }
        _ = parts.popLast()
        let joined = parts.joined(separator: "/")
        return joined.isEmpty ? (text.hasPrefix("/") ? "/" : ".") : joined
    }
}
