import Glibc
import LinuxSystem
import OCI
import Testing

@testable import Runtime

extension LaunchFixture {
    /// What a script of the container's shell writes, without the last line's end.
    func output(of script: String, _ spec: RuntimeSpec) throws -> String {
        var spec = spec
        spec.root?.readOnly = false
        spec.process?.arguments = ["sh", "-c", "{ \(script); } >/out 2>&1"]
        let launched = try Launcher.launch(plan(spec))
        try #require(try launched.process.wait() == .exited(code: 0))
        let directory = try Descriptor.open(root, [.directory])
        let text = String(decoding: try directory.readFile("out"), as: UTF8.self)
        try directory.removeFile("out")
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}

extension RuntimeSpec {
    /// A container that differs from an ordinary one by what the body says.
    static func with(userNamespace: Bool = false, _ change: (inout RuntimeSpec) -> Void) -> RuntimeSpec {
        var spec = complete(userNamespace: userNamespace, terminal: false, noNewPrivileges: false)
        change(&spec)
        return spec
    }
}
