import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("Hooks in the runtime's namespaces")
struct HookRunnerTests {
    private static func shell(_ script: String, timeout: Int? = nil) -> RuntimeSpec.Hook {
        .init(path: "/bin/sh", arguments: ["sh", "-c", script], timeout: timeout)
    }

    private static func runner(_ hooks: [RuntimeSpec.Hook]) -> HookRunner {
        HookRunner(.prestart, of: RuntimeSpec(version: "1.2.0", hooks: .init(prestart: hooks)))
    }

    private static func state(_ bundle: String) -> RuntimeState {
        .init(version: "1.2.0", id: "one", status: .creating, pid: 42, bundle: bundle, annotations: ["a": "\"b\""])
    }

    /// The sentence of the first failure; empty when there is none.
    private static func failure(_ hooks: [RuntimeSpec.Hook], in path: String) -> String {
        do throws(RuntimeError) { try runner(hooks).run(state(path)) } catch { return "\(error)" }
        return ""
    }

    @Test("run in their order, in the bundle")
    func order() throws {
        try withTemporaryDirectory { (path, _) throws in
            let hooks = (1...3).map { Self.shell("pwd >>order; echo \($0) >>order") }
            let failure = Self.failure(hooks, in: path)
            #expect(failure == "")
            let text = try HostFile.text("\(path)/order")
            #expect(text == (1...3).map { "\(path)\n\($0)" }.joined(separator: "\n"))
        }
    }

    @Test("get the container's state on standard input")
    func state() throws {
        try withTemporaryDirectory { (path, _) throws in
            let failure = Self.failure([Self.shell("cat >state")], in: path)
            #expect(failure == "")
            let state = try JSON(parsing: HostFile.text("\(path)/state"))
            #expect(state["pid"].number == 42)
            #expect(state["id"].string == "one")
            #expect(state["status"].string == "creating")
            #expect(state["bundle"].string == path)
            #expect(state["annotations"]["a"].string == "\"b\"")
        }
    }

    @Test("get exactly their environment and arguments, and no descriptor but three")
    func environment() throws {
        try withTemporaryDirectory { (path, _) throws in
            let script = "/bin/cat /proc/self/environ >environment; echo \"$0 $1\" >words; echo /proc/self/fd/* >open"
            let hook = RuntimeSpec.Hook(
                path: "/bin/sh", arguments: ["name", "-c", script, "zero", "one"], environment: ["ONLY=this"])
            let failure = Self.failure([hook], in: path)
            #expect(failure == "")
            #expect(try HostFile.text("\(path)/words") == "zero one")
            // The shell adds PWD by itself.
            let variables = try HostFile.text("\(path)/environment").split(separator: "\0")
            #expect(variables.filter { !$0.hasPrefix("PWD=") } == ["ONLY=this"])
            let open = try HostFile.text("\(path)/open").split { $0 == " " || $0 == "\n" }
            // One more is the shell's own, for the directory that it lists.
            #expect(open.count == 4, "\(open)")
        }
    }

    @Test("have their path for a name when they have no arguments")
    func name() throws {
        try withTemporaryDirectory { (path, _) throws in
            let name = "\(path)/hook"
            try Program("/bin/sh", ["-c", "printf '#!/bin/sh\\necho \"$0\" >name\\n' >\(name); chmod 755 \(name)"])
                .run()
                .succeeded()
            let failure = Self.failure([.init(path: name)], in: path)
            #expect(failure == "")
            #expect(try HostFile.text("\(path)/name") == "\(name)")
        }
    }

    @Test("stop at the first that fails, which is named with what it said last")
    func failing() throws {
        try withTemporaryDirectory { (path, _) throws in
            let hooks = [
                Self.shell("touch first"), Self.shell("echo much; echo 'no such device' >&2; echo; exit 3"),
                Self.shell("touch third"),
            ]
            let failure = Self.failure(hooks, in: path)
            #expect(failure == "hooks.prestart[1]: /bin/sh exited with 3: no such device")
            #expect(access("\(path)/first", F_OK) == 0)
            #expect(access("\(path)/third", F_OK) != 0)
            let killed = Self.failure([Self.shell("kill -TERM $$")], in: path)
            #expect(killed == "hooks.prestart[0]: /bin/sh was killed by SIGTERM")
            let absent = Self.failure([.init(path: "/nonexistent/hook")], in: path)
            #expect(absent == "hooks.prestart[0]: cannot run /nonexistent/hook: no such file or directory")
        }
    }

    @Test("go on after a failure where that is no more than a warning")
    func warnings() throws {
        try withTemporaryDirectory { (path, _) throws in
            let hooks = [Self.shell("exit 1"), Self.shell("touch second"), Self.shell("exit 2")]
            let sentences = Self.runner(hooks).runAll(Self.state(path))
            #expect(
                sentences == [
                    "hooks.prestart[0]: /bin/sh exited with 1", "hooks.prestart[2]: /bin/sh exited with 2",
                ])
            #expect(access("\(path)/second", F_OK) == 0)
        }
    }

    @Test("are killed after their timeout, with what they started")
    func timeout() throws {
        try withTemporaryDirectory { (path, _) throws in
            let hook = Self.shell("sleep 1000 & echo $! >child; wait", timeout: 1)
            let began = ContinuousClock.now
            let failure = Self.failure([hook], in: path)
            #expect(failure == "hooks.prestart[0]: /bin/sh took longer than its timeout and was killed")
            #expect(ContinuousClock.now - began < .seconds(10))
            let child = try #require(
                pid_t(HostFile.text("\(path)/child").filter { $0.isNumber }))
            #expect(try eventually { kill(child, 0) != 0 })
        }
    }

    @Test(
        "are looked at before anything is made",
        arguments: [
            (.init(path: "bin/sh"), "path: \"bin/sh\" is not an absolute path"),
            (.init(path: "/nonexistent"), "path: cannot run /nonexistent: no such file or directory"),
            (.init(path: "/etc/passwd"), "path: cannot run /etc/passwd: permission denied"),
            (.init(path: "/etc"), "path: cannot run /etc: it is not a regular file"),
            (.init(path: "/bin/sh", timeout: 0), "timeout: must be more than zero seconds"),
            (.init(path: "/bin/sh", timeout: -1), "timeout: must be more than zero seconds"),
        ] as [(RuntimeSpec.Hook, String)])
    func check(hook: RuntimeSpec.Hook, sentence: String) throws {
        let good = RuntimeSpec.Hook(path: "/bin/sh", timeout: 1)
        let lists: [(String, RuntimeSpec.Hooks)] = [
            ("prestart", .init(prestart: [good, hook])), ("createRuntime", .init(createRuntime: [good, hook])),
            ("createContainer", .init(createContainer: [good, hook])),
            ("startContainer", .init(startContainer: [good, hook])), ("poststart", .init(poststart: [good, hook])),
            ("poststop", .init(poststop: [good, hook])),
        ]
        for (kind, hooks) in lists {
            var text = ""
            do throws(RuntimeError) { try RuntimeSpec(version: "1.2.0", hooks: hooks).checkHooks() } catch {
                text = "\(error)"
            }
            // The container's own files can't be looked at yet.
            let isUnknown = kind == "startContainer" && sentence.contains("cannot run")
            #expect(text == (isUnknown ? "" : "hooks.\(kind)[1].\(sentence)"))
        }
    }
}
