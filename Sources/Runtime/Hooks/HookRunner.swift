import CShim
import Glibc
import JSON
import LinuxSystem
import OCI

/// Runs hooks in the runtime's own namespaces, one after the other: with the
/// container's state on standard input, exactly the environment that the hook
/// names, and the bundle as working directory. What it writes is kept, and
/// its last line told if it fails.
struct HookRunner {
    private let kind: HookKind
    private let hooks: [RuntimeSpec.Hook]

    init(_ kind: HookKind, of spec: RuntimeSpec) {
        self.kind = kind
        hooks = kind.hooks(of: spec)
    }

    var isEmpty: Bool { hooks.isEmpty }

    /// Runs the hooks up to the first that fails.
    func run(_ state: RuntimeState) throws(RuntimeError) {
        for index in hooks.indices { try run(index, state) }
    }

    /// Runs all hooks, whatever becomes of them. Answers the sentences of those
    /// that failed, which are no more than warnings.
    func runAll(_ state: RuntimeState) -> [String] {
        var sentences: [String] = []
        for index in hooks.indices {
            do throws(RuntimeError) { try run(index, state) } catch { sentences.append("\(error)") }
        }
        return sentences
    }

    private func run(_ index: Int, _ state: RuntimeState) throws(RuntimeError) {
        let hook = hooks[index]
        var status: CInt = 0
        var result: CInt
        let output: Descriptor
        do throws(SystemError) {
            let input = try Self.memory("hook-state")
            try input.write(state.json)
            lseek(input.number, 0, SEEK_SET)
            output = try Self.memory("hook-output")
            result = Self.run(hook, in: state.bundle, input: input, output: output, status: &status)
        } catch {
            throw .system(error)
        }
        if result == 0, status != 0 { result = -(CInt(SKIFF_HOOK_FAILED) | status) }
        guard result < 0 else { return }
        var sentence = "\(kind.field(index)): \(HookEnd(errno: -result).sentence(path: hook.path))"
        if let line = Self.lastLine(of: output) { sentence += ": \(line)" }
        throw .refused(sentence)
    }

    private static func run(
        _ hook: RuntimeSpec.Hook, in directory: String, input: borrowing Descriptor, output: borrowing Descriptor,
        status: inout CInt
    ) -> CInt {
        let arena = Arena()
        var program = skiff_hook(
            path: arena.string(hook.path), argv: arena.vector(hook.argumentVector),
            envp: arena.vector(hook.environment ?? []), directory: arena.string(directory), input: input.number,
            output: output.number, timeout: hook.timeoutMilliseconds)
        return skiff_hook_run(&program, &status)
    }

    private static func memory(_ name: String) throws(SystemError) -> Descriptor {
        let result = skiff_memfd_create(name, 1 /* MFD_CLOEXEC */)
        return try Descriptor(owning: check(result, "create", "a memory file"))
    }

    /// The last line that isn't empty, of the last kilobyte.
    private static func lastLine(of output: borrowing Descriptor) -> String? {
        let limit = 1024
        lseek(output.number, max(0, lseek(output.number, 0, SEEK_END) - limit), SEEK_SET)
        // A hook that has left processes behind may still be written for.
        guard let bytes = try? output.readToEnd(limit: 64 * limit) else { return nil }
        let line = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.last
        return line.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension RuntimeSpec.Hook {
    /// As execve(2) takes it; the path stands for an absent one.
    var argumentVector: [String] {
        guard let arguments, !arguments.isEmpty else { return [path] }
        return arguments
    }

    /// For poll(2): -1 waits without end.
    var timeoutMilliseconds: CInt {
        guard let timeout else { return -1 }
        return CInt(clamping: timeout.multipliedReportingOverflow(by: 1000).overflow ? Int.max : timeout * 1000)
    }
}
