import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Completion in shells")
    struct CompletionTests {
        private let skiff = Skiff.current

        /// What `skiff` answers a shell: the words after the first line.
        private func answer(_ words: String...) throws -> [String] {
            let lines = try skiff.run(["__complete"] + words).succeeded().lines
            return lines.dropFirst().map { String($0.prefix { $0 != "\t" }) }
        }

        @Test("names of containers, of those that make sense, and of images")
        func names() throws {
            try skiff.withContainer(["--label", "a=b"]) { running throws in
                try skiff.withContainer([], ["true"]) { ended throws in
                    try skiff.run("wait", ended.id).succeeded()
                    let stop = try answer("stop", "")
                    #expect(stop.contains(running.name) && !stop.contains(ended.name))
                    let remove = try answer("rm", "-f", "test-")
                    #expect(remove.contains(running.name) && remove.contains(ended.name))
                    #expect(try answer("run", "--rm", "busy") == ["busybox:latest"])
                    let all = try answer("inspect", "")
                    #expect(all.contains(ended.name) && all.contains("busybox:latest"))
                    #expect(try answer("container", "logs", running.name.dropLast(3) + "") == [running.name])
                }
            }
            #expect(try answer("run", "busybox", "ls", "") == [])
            #expect(try answer("nope", "") == [])
            #expect(try skiff.run("__complete").succeeded().text.contains("run\t"))
        }

        @Test("bash: commands, flags, names with colons, values behind an equals sign, filters without a space")
        func bash() throws {
            let complete = { (line: String) in
                let script = """
                    source <(skiff completion bash)
                    compopt() { echo "compopt $*"; }
                    COMP_LINE=$1 COMP_POINT=${#1}
                    _skiff
                    printf '%s\\n' "${COMPREPLY[@]}"
                    """
                let result = try shell("bash", ["--norc", "-c", script, "bash", line])
                #expect(result.errorText == "")
                return result.lines
            }
            #expect(try complete("skiff compl") == ["completion"])
            #expect(try complete("skiff container pr") == ["prune"])
            #expect(try complete("skiff run --netw") == ["--network", "--network-alias", "--network-rate"])
            #expect(try complete("skiff run --network h") == ["host"])
            #expect(try complete("skiff run --network=h") == ["host"])
            #expect(try complete("skiff run busybox:l") == ["latest"])
            #expect(try complete("skiff ps --filter stat") == ["compopt -o nospace", "status="])
            #expect(try complete("skiff load -i ") == ["compopt -o default", ""])
            #expect(try complete("skiff run busybox ").allSatisfy(\.isEmpty))
        }

        @Test("bash on a terminal: Tab writes the word")
        func bashTerminal() throws {
            var pty = try Pty(rows: 24, columns: 80)
            var running = try pty.start(program("bash", ["--norc", "--noprofile", "-i"]))
            try pty.type("source <(skiff completion bash); echo re''ady\r")
            try pty.screen.wait(for: "ready")
            try pty.type("skiff vers\t")
            try pty.screen.wait(for: "skiff version ")
            try pty.type("\u{15}skiff run busybox:la\t")
            try pty.screen.wait(for: "skiff run busybox:latest ")
            try pty.type("\u{15}exit\r")
            #expect(try running.waitForEnd() == 0)
        }

        @Test("zsh on a terminal: Tab writes the word", .enabled(if: HostFile.exists("/usr/bin/zsh"), "needs zsh"))
        func zsh() throws {
            var pty = try Pty(rows: 24, columns: 80)
            var running = try pty.start(program("zsh", ["-f", "-i"]))
            try pty.type("autoload -U compinit; compinit -u -D; ")
            try pty.type("source <(skiff completion zsh); echo re''ady\r")
            try pty.screen.wait(for: "ready")
            for (typed, expected) in [
                ("skiff vers", "skiff version"), ("skiff run --netw", "skiff run --network"),
                ("skiff run --network=h", "skiff run --network=host"), ("skiff ps -f statu", "skiff ps -f status="),
                ("skiff run busybox:la", "skiff run busybox:latest"),
            ] {
                try pty.type("\u{15}\(typed)\t")
                try pty.screen.wait(for: expected)
            }
            try pty.type("\u{15}exit\r")
            #expect(try running.waitForEnd() == 0)
        }

        @Test(
            "fish: commands with what they do, flags, names, values",
            .enabled(if: HostFile.exists("/usr/bin/fish"), "needs fish"))
        func fish() throws {
            try withTemporaryDirectory { home throws in
                let complete = { (line: String) in
                    let script = "skiff completion fish | source; complete -C \"\(line)\""
                    let result = try shell("fish", ["--no-config", "-c", script], home: home).succeeded()
                    #expect(result.errorText == "")
                    return result.lines
                }
                #expect(try complete("skiff vers") == ["version\tPrint the version"])
                #expect(try complete("skiff container pr") == ["prune\tRemove all stopped containers"])
                #expect(try complete("skiff run --network ho") == ["host"])
                #expect(try complete("skiff run --network=ho") == ["--network=host"])
                #expect(try complete("skiff run busybox:la") == ["busybox:latest"])
                #expect(try complete("skiff load -i /etc/hostn") == ["/etc/hostname"])
            }
        }

        @Test("there is no script for other shells")
        func unknown() throws {
            let result = try skiff.run("completion", "tcsh")
            #expect(result.exitCode == 1 && result.errorText.contains("there are bash, zsh, fish"))
        }

        private func program(_ name: String, _ words: [String], home: String = "/root") -> Program {
            let path = "PATH=\(Installation.executables):/usr/bin:/bin"
            return Program(
                "/usr/bin/\(name)", words,
                environment: [path, "HOME=\(home)", "SKIFF_ROOT=\(skiff.root)", "TERM=xterm", "LC_ALL=C.UTF-8"])
        }

        private func shell(_ name: String, _ words: [String], home: String = "/root") throws -> ProgramResult {
            try program(name, words, home: home).run()
        }
    }
}
