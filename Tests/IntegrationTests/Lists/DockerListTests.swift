import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Lists beside dockerd's", .serialized, .requires(DockerFixture.self), .withEngine(DockerFixture.self))
    struct DockerListTests {
        private let docker = EngineScope<DockerFixture>.current()

        /// Either client, called with words.
        private typealias Client = ([String]) throws -> ProgramResult

        /// Does the same with either client, each of which has a container that runs and one that has ended with 3,
        /// and compares what is made of the answers.
        private func compare(_ calls: [[String]], _ digest: (ProgramResult) throws -> [String]) throws {
            try Skiff.withOwnRoot { skiff throws in
                let ours = try answers(to: calls, of: { try skiff.run($0) }, digest)
                let theirs = try answers(to: calls, of: { try docker.run($0) }, digest)
                for (call, (our, their)) in zip(calls, zip(ours, theirs)) {
                    #expect(our == their, "\(call.joined(separator: " "))")
                }
            }
        }

        private func answers(
            to calls: [[String]], of client: Client, _ digest: (ProgramResult) throws -> [String]
        ) throws -> [[String]] {
            let labels = ["--label", "stage=live", "--label", "com.example.some-key=a b"]
            let run = ["run", "-d", "--network", "none", "--name"]
            try client(run + ["runs"] + labels + ["busybox", "sleep", "1000"]).succeeded()
            try client(run + ["ended", "busybox", "sh", "-c", "exit 3; \"x\""]).succeeded()
            try client(["wait", "ended"]).succeeded()
            let result = Result { try calls.map { try digest(client($0)) } }
            try client(["rm", "-f", "runs", "ended"]).succeeded()
            return try result.get()
        }

        /// The lines, their words one space apart and without what differs from one run to the next.
        private func plain(_ result: ProgramResult) -> [String] {
            let time = /(\d+|Less than a|About a) (second|minute)s?/
            let id = /\b[0-9a-f]{12,64}\b/
            return result.lines.map { line in
                line.replacing(time, with: "TIME").replacing(id, with: "ID").split(separator: " ").joined(
                    separator: " ")
            }
        }

        @Test("ps: the table, with and without those that have ended")
        func table() throws {
            try compare([["ps"], ["ps", "--all"], ["ps", "--all", "--no-trunc"]]) { plain(try $0.succeeded()) }
        }

        @Test("ps: every field, and a label by its name")
        func fields() throws {
            let fields = [
                "ID", "Image", "Command", "RunningFor", "Ports", "State", "Status", "Names", "Labels", "LocalVolumes",
                "Mounts", "Networks", #"Label "com.example.some-key""#, #"Label "nope""#,
            ]
            let calls = fields.flatMap { field in
                ["{{.\(field)}}", "table {{.Names}}\t{{.\(field)}}"].map { ["ps", "--all", "--format", $0] }
            }
            try compare(calls) { plain(try $0.succeeded()) }
            try compare([["ps", "-a", "--format", "{{.CreatedAt}}"]]) { result in
                try result.succeeded().lines.map { $0.filter { !$0.isNumber } }
            }
        }

        @Test("ps: what filters find, and which are refused")
        func filters() throws {
            let filters = [
                "status=running", "status=exited", "status=created", "status=odd", "exited=3", "exited=0", "exited=x",
                "name=run", "name=^runs$", "name=^/runs$", "name=nope", "label=stage", "label=stage=live",
                "label=stage=no", "label!=stage", "ancestor=busybox", "ancestor=nope", "before=ended", "since=runs",
                "since=nobody", "network=none", "network=host", "volume=/tmp", "publish=80", "expose=80/tcp",
                "health=none", "health=healthy", "health=odd", "is-task=true", "is-task=false", "is-task=x", "foo=bar",
                "until=1h", "id=nope",
            ]
            let calls = filters.flatMap { filter in
                [[], ["--all"]].map { ["ps", "--format", "{{.Names}}", "--filter", filter] + $0 }
            }
            try compare(calls) { [$0.exitCode == 0 ? "found" : "refused"] + $0.lines }
        }

        @Test("ps: some of the newest")
        func newest() throws {
            let flags = [["-l"], ["-n", "1"], ["-n", "5"], ["-n", "-1"], ["-n", "0"]]
            try compare(flags.map { ["ps", "--format", "{{.Names}}"] + $0 }) { try $0.succeeded().lines }
        }

        @Test("exit codes and what is printed of containers that aren't there or do something else")
        func refusals() throws {
            let calls = [
                ["rm", "nobody"], ["rm", "-f", "nobody"], ["rm", "runs"], ["kill", "ended"],
                ["kill", "-s", "BOGUS", "runs"], ["kill", "-s", "0", "runs"], ["kill", "-s", "USR1", "runs"],
                ["kill", "--signal", "28", "runs"], ["wait", "nobody", "ended"], ["top", "ended"], ["top", "nobody"],
                ["top", "runs", "-eo", "cmd"], ["port", "runs"], ["port", "runs", "80"], ["port", "nobody"],
                ["stats", "--no-stream", "nobody"], ["container", "inspect", "-f", "{{.Id}}", "busybox"],
                ["inspect", "-f", "{{.Id}}", "nobody"], ["inspect", "-f", "{{.Id}}", "--type", "container", "busybox"],
                ["container", "inspect", "-f", "{{.Nope}}", "runs"], ["ps", "--format", "{{.Nope}}"],
                ["info", "-f", "{{.Nope}}"], ["version", "-f", "{{.Nope}}"], ["rm", "nobody", "ended"],
            ]
            try compare(calls) { ["exit code \($0.exitCode)"] + $0.lines.filter { !$0.isEmpty } }
        }

        @Test("top has ps(1)'s columns, and stats Docker's fields")
        func columns() throws {
            let stats = ["stats", "--no-stream", "runs"]
            try compare([["top", "runs"], stats]) { result in
                let lines = try plain(result.succeeded())
                return [lines[0], "\(lines.count) lines"]
            }
            try compare([stats + ["--format", "{{json .}}"]]) { result in
                try result.succeeded().json().members.keys.sorted()
            }
        }

        @Test("inspect answers the same templates")
        func inspection() throws {
            let templates = [
                ".Name", ".Path", ".Args", ".State.Status", ".State.Running", ".State.Paused", ".State.Restarting",
                ".State.ExitCode", ".State.OOMKilled", ".State.Error", ".RestartCount", ".Driver", ".Platform",
                ".HostConfig.NetworkMode", ".HostConfig.RestartPolicy.Name", ".HostConfig.AutoRemove",
                ".HostConfig.Binds", ".HostConfig.CapAdd", ".HostConfig.CapDrop", ".HostConfig.Privileged",
                ".HostConfig.ShmSize", ".HostConfig.Memory", ".HostConfig.NanoCpus", ".HostConfig.IpcMode",
                ".HostConfig.LogConfig.Type", ".HostConfig.ReadonlyRootfs", ".HostConfig.OomScoreAdj",
                ".HostConfig.PortBindings", ".Mounts", ".Config.Image", ".Config.Cmd", ".Config.Labels",
                ".Config.Tty", ".Config.OpenStdin", ".NetworkSettings.IPAddress", ".NetworkSettings.Ports",
                ".GraphDriver.Name", "len .Id", "range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end",
            ]
            try compare(templates.map { ["inspect", "--format", "{{\($0)}}", "runs", "ended"] }) {
                try $0.succeeded().lines
            }
        }

        @Test("prune tells what it removed")
        func prune() throws {
            let prune = ["container", "prune", "--force"]
            let calls = [["--filter", "until=1h"], ["--filter", "name=x"], ["--filter", "label!=keep"], []]
            try compare(calls.map { prune + $0 }) { result in
                let lines = result.lines.map { $0.count == 64 ? "ID" : String($0.prefix { $0 != ":" }) }
                return [result.exitCode == 0 ? "pruned" : "refused"] + lines
            }
        }
    }
}
