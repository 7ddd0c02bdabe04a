import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The runtime's state directory")
    struct RuntimeStoreTests {
        @Test(
            "with a damaged record of a container tells so, and gives it up when forced",
            arguments: ["", "{", "[]", "{}", #"{"pid":"x"}"#, "\u{0}\u{0}\u{0}", #"{"pid":1,"startTime":1}"#])
        func damagedRecord(text: String) throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                try bundle.create(id: bundle.id + "-other")
                try HostFile.write(text, to: "\(bundle.stateDirectory)/state.json")
                try bundle.expectRefusal(["state", bundle.id], [bundle.id, "state.json", "damaged"])
                try bundle.expectRefusal(["start", bundle.id], ["damaged"])
                #expect(try bundle.status(bundle.id + "-other") == "created")
                let list = try bundle.run("list", "-f", "json").json().elements
                #expect(list.map { $0["id"].string } == [bundle.id + "-other"], "\(list)")
                #expect(try bundle.run("list", "-q").succeeded().lines == [bundle.id, bundle.id + "-other"])
                try bundle.run("delete", "--force", bundle.id).succeeded()
                #expect(try bundle.status() == nil)
            }
        }

        @Test("with a copy of the configuration that is damaged refuses to start, and deletes")
        func damagedConfiguration() throws {
            try Bundle.with { bundle in
                try bundle.create()
                try HostFile.write("{", to: "\(bundle.stateDirectory)/config.json")
                try bundle.expectRefusal(["start", bundle.id], ["config.json"])
                try bundle.run("delete", "--force", bundle.id).succeeded()
            }
        }

        @Test("with things that are no containers lists those that are")
        func strangers() throws {
            try Bundle.with { bundle in
                try bundle.create()
                let root = try Descriptor.open(bundle.root, [.directory])
                try root.writeFile("file", [])
                try root.makeSymbolicLink("link", to: bundle.directory)
                try root.makeDirectory("not a name")
                try root.makeDirectory("empty")
                let list = try bundle.run("list", "--format", "json").json()
                #expect(list.elements.map { $0["id"].string } == ["empty", bundle.id], "\(list)")
                #expect(list[0]["status"].string == "creating")
                for name in ["file", "link", "not a name"] { try root.removeTree(name) }
                #expect(HostFile.exists("\(bundle.path)/config.json"))
            }
        }

        @Test("of somebody else's making says nothing that the runtime would do")
        func planted() throws {
            try Bundle.with { bundle in
                try bundle.create()
                let bystander = try Child(["/bin/sleep", "1000"])
                let script = """
                    cp -r $directory/state/$id $directory/state/planted && cd $directory/state/planted || exit 99
                    start=$(cut -d' ' -f22 /proc/\(bystander.process)/stat)
                    sed -i 's/"pid":[0-9]*,"startTime":[0-9]*/"pid":\(bystander.process),"startTime":'$start/ state.json
                    chown -R 12345 .
                    """
                try bundle.script(script).run().succeeded()
                for words in [["state", "planted"], ["kill", "planted", "9"], ["delete", "--force", "planted"]] {
                    try bundle.expectRefusal(words, ["container planted belongs to user 12345"])
                }
                #expect(try bundle.run("list", "-f", "json").json().elements.map { $0["id"].string } == [bundle.id])
                #expect(HostProcess(bystander.process).state == "S")
                try Descriptor.open(bundle.root, [.directory]).removeTree("planted")
            }
        }

        @Test("takes no compiled filters of somebody else's")
        func plantedFilters() throws {
            try Bundle.with(["true"]) {
                $0["linux"]["seccomp"] = ["defaultAction": "SCMP_ACT_ALLOW"]
            } _: { bundle in
                let script = "mkdir -p $directory/state/@seccomp && chown 12345 $directory/state/@seccomp"
                try bundle.script(script).run().succeeded()
                try bundle.expectRefusal(
                    ["run", "--bundle", bundle.path, bundle.id], ["@seccomp belongs to user 12345"])
            }
        }

        @Test("is made with its parents, closed to others, by the first creation and not before")
        func making() throws {
            try Bundle.with { bundle in
                let deep = "\(bundle.directory)/a/b/c"
                let runtime = "\(Installation.executables)/skiff-runtime --root \(deep)"
                try bundle.script("\(runtime) list && \(runtime) delete -f $id").run().succeeded()
                #expect(!HostFile.exists("\(bundle.directory)/a"))
                try bundle.script("\(runtime) create -b $bundle $id").run(writingTo: "\(bundle.directory)/output")
                    .succeeded()
                #expect(try HostFile.status("\(deep)/\(bundle.id)").st_mode & 0o777 == 0o700)
                #expect(try HostFile.status(deep).st_mode & 0o777 == 0o711)
                try bundle.script("\(runtime) delete -f $id").run().succeeded()
            }
        }

        @Test(
            "on a read-only or full file system refuses a container and keeps nothing",
            arguments: ["ro", "size=4k", "nr_inodes=2"])
        func unwritable(options: String) throws {
            try Bundle.with { bundle in
                let script = """
                    mkdir $directory/full && mount -t tmpfs -o \(options) tmpfs $directory/full || exit 99
                    test "\(options)" = size=4k && head -c 4096 /dev/zero >$directory/full/file
                    \(Installation.executables)/skiff-runtime --root $directory/full create -b $bundle $id; code=$?
                    ls $directory/full; exit $code
                    """
                let program = bundle.script(script)
                let before = try RuntimeSnapshot(of: bundle)
                let result = try Program(
                    "/usr/bin/unshare", ["-m", program.path] + program.arguments, environment: program.environment
                )
                .run(writingTo: "\(bundle.directory)/output")
                #expect(result.exitCode == 1, "\(result)")
                #expect(
                    result.text.contains("read-only file system") || result.text.contains("no space left"), "\(result)")
                #expect(!result.text.hasSuffix(bundle.id), "\(result)")
                try bundle.expectHost(unchangedSince: before)
            }
        }

        @Test("that is a file, or can't be opened, is an error that names it", arguments: ["list", "state", "create"])
        func noDirectory(verb: String) throws {
            try Bundle.with { bundle in
                try HostFile.write("", to: "\(bundle.directory)/file")
                let words = verb == "list" ? "list" : verb == "state" ? "state $id" : "create -b $bundle $id"
                let result = try bundle.script(
                    "\(Installation.executables)/skiff-runtime --root $directory/file \(words)"
                ).run()
                #expect(result.exitCode == 1 && result.errorText.contains("\(bundle.directory)/file"), "\(result)")
                #expect(result.errorText.contains("not a directory"), "\(result)")
            }
        }
    }
}
