import OCI

extension LaunchPlan {
    /// The environment as the process gets it: of entries with the same name
    /// the last one, and room for `HOME` if there is none.
    struct Environment {
        var entries: [String]
        /// The entry that the child replaces by what it finds in the
        /// container's /etc/passwd; `nil` when the process was given a HOME.
        var home: Int?
    }

    static func environment(_ process: RuntimeSpec.Process) throws(RuntimeError) -> Environment {
        var names = Set<Substring>()
        var entries = [String]()
        let given = process.environment ?? []
        for (index, entry) in given.enumerated().reversed() {
            let field = "process.env[\(index)]"
            guard let equals = entry.firstIndex(of: "="), equals != entry.startIndex else {
                throw .invalid(field: field, reason: "\"\(entry)\" is not of the form NAME=value")
            }
            guard !entry.utf8.contains(0) else { throw .invalid(field: field, reason: holdsNull) }
            guard names.insert(entry[..<equals]).inserted else { continue }
            // An empty HOME is none, as runc has it.
            if entry != "HOME=" { entries.append(entry) }
        }
        entries.reverse()
        if entries.contains(where: { $0.hasPrefix("HOME=") }) { return Environment(entries: entries, home: nil) }
        return Environment(entries: entries + ["HOME=/"], home: entries.count)
    }

    static func arguments(_ process: RuntimeSpec.Process) throws(RuntimeError) -> [String] {
        let arguments = process.arguments ?? []
        guard let command = arguments.first, !command.isEmpty else {
            throw .invalid(field: "process.args", reason: "names no command")
        }
        for (index, argument) in arguments.enumerated() where argument.utf8.contains(0) {
            throw .invalid(field: "process.args[\(index)]", reason: holdsNull)
        }
        return arguments
    }

    /// Absolute, so that it means the same whatever directory the runtime is in.
    static func checkWorkingDirectory(_ process: RuntimeSpec.Process) throws(RuntimeError) {
        let path = process.workingDirectory
        guard path.hasPrefix("/") else {
            throw .invalid(field: "process.cwd", reason: "\"\(path)\" is not an absolute path")
        }
        guard !path.utf8.contains(0) else { throw .invalid(field: "process.cwd", reason: holdsNull) }
    }
}
