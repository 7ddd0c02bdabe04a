import Glibc
import LinuxSystem
import OCI

extension RuntimeSpec {
    /// Checks the hooks before anything is made for the container: a program
    /// that isn't there would be missed only when half of it is done.
    func checkHooks() throws(RuntimeError) {
        guard hooks != nil else { return }
        for kind in HookKind.allCases {
            for (index, hook) in kind.hooks(of: self).enumerated() {
                let field = kind.field(index)
                guard hook.path.hasPrefix("/") else {
                    throw .invalid(field: "\(field).path", reason: "\"\(hook.path)\" is not an absolute path")
                }
                guard hook.timeout.map({ $0 > 0 }) ?? true else {
                    throw .invalid(field: "\(field).timeout", reason: "must be more than zero seconds")
                }
                // Of all kinds this one alone is looked for in the container.
                if kind != .startContainer { try Self.checkProgram(hook.path, field: "\(field).path") }
            }
        }
    }

    private static func checkProgram(_ path: String, field: String) throws(RuntimeError) {
        var status = stat()
        guard stat(path, &status) == 0, access(path, X_OK) == 0 else {
            throw .invalid(field: field, reason: "cannot run \(path): \(SystemError.reason(of: errno))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .invalid(field: field, reason: "cannot run \(path): it is not a regular file")
        }
    }
}
