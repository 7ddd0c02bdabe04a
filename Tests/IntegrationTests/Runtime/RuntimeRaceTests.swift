import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Two commands of the runtime at once")
    struct RuntimeRaceTests {
        /// Starts all commands at once and answers how they ended.
        private func race(_ bundle: Bundle, _ commands: [[String]]) throws -> [ProgramResult] {
            let script = commands.enumerated().map { index, words in
                "{ runtime \(words.joined(separator: " ")) >$directory/\(index) 2>&1 </dev/null; echo $? >$directory/\(index).code; } &"
            }
            try bundle.script(script.joined(separator: "\n") + "\nwait").run(writingTo: "\(bundle.directory)/output")
                .succeeded()
            return try commands.indices.map { index in
                ProgramResult(
                    exitCode: try #require(Int32(HostFile.text("\(bundle.directory)/\(index).code"))), output: [],
                    error: try HostFile.bytes("\(bundle.directory)/\(index)"))
            }
        }

        @Test("creating one container: exactly one does")
        func creations() throws {
            try Bundle.with { bundle in
                for _ in 0..<10 {
                    let words = ["create", "--bundle", bundle.path, bundle.id]
                    let results = try race(bundle, [words, words, words])
                    #expect(results.count { $0.exitCode == 0 } == 1, "\(results)")
                    #expect(results.count { $0.errorText.contains("exists") } == 2, "\(results)")
                    #expect(try bundle.status() == "created")
                    try bundle.run("delete", "--force", bundle.id).succeeded()
                }
            }
        }

        @Test("starting one container: exactly one does")
        func starts() throws {
            try Bundle.with { bundle in
                for _ in 0..<10 {
                    try bundle.create()
                    let results = try race(
                        bundle, [["start", bundle.id], ["start", bundle.id], ["start", bundle.id]])
                    #expect(results.count { $0.exitCode == 0 } == 1, "\(results)")
                    #expect(results.count { $0.errorText.contains("running") } == 2, "\(results)")
                    #expect(try bundle.status() == "running")
                    try bundle.run("delete", "--force", bundle.id).succeeded()
                }
            }
        }

        @Test("deleting and starting one container: it is gone, or it runs")
        func deletionAndStart() throws {
            try Bundle.with { bundle in
                for round in 0..<20 {
                    try bundle.create()
                    let force = round.isMultiple(of: 2) ? ["--force"] : []
                    let results = try race(bundle, [["delete"] + force + [bundle.id], ["start", bundle.id]])
                    let status = try bundle.status()
                    if results[0].exitCode == 0 {
                        #expect(status == nil, "\(results)")
                    } else {
                        #expect(results[1].exitCode == 0 && status == "running", "\(results)")
                        #expect(force.isEmpty && results[0].errorText.contains("not stopped"), "\(results)")
                    }
                    try bundle.run("delete", "--force", bundle.id).succeeded()
                }
            }
        }

        @Test("creating and deleting one container by force: it is there, or it is not, and either can be repeated")
        func creationAndDeletion() throws {
            try Bundle.with { bundle in
                for _ in 0..<20 {
                    let create = ["create", "--bundle", bundle.path, bundle.id]
                    let results = try race(bundle, [create, ["delete", "--force", bundle.id], ["list"]])
                    #expect(results[1].exitCode == 0 && results[2].exitCode == 0, "\(results)")
                    #expect(try bundle.status() == (results[0].exitCode == 0 ? bundle.status() : nil), "\(results)")
                    try bundle.run("delete", "--force", bundle.id).succeeded()
                    #expect(RuntimeSnapshot.processes(of: bundle).isEmpty)
                    #expect(RuntimeSnapshot.cgroups(of: bundle).isEmpty)
                }
            }
        }

        @Test("killing, pausing and asking don't disturb each other")
        func others() throws {
            try Bundle.with { bundle in
                try bundle.createAndStart()
                for _ in 0..<5 {
                    let words = [["pause"], ["state"], ["resume"], ["list", "-q"], ["kill", bundle.id, "0"]]
                        .map { $0.count == 1 ? $0 + [bundle.id] : $0 }
                    for result in try race(bundle, words) {
                        #expect(result.exitCode == 0 || result.errorText.contains("cannot "), "\(result)")
                    }
                }
                _ = try bundle.run("resume", bundle.id)
                #expect(try bundle.status() == "running")
            }
        }
    }
}
