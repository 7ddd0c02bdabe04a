import TestSupport
import Testing

/// Docker's client fills in templates without a daemon when it shows its contexts, and a context may
/// have any fields.
@Suite("Docker's templates", .enabled(if: HostFile.exists("/usr/bin/docker"), "needs Docker's client"))
struct DockerClientTests {
    @Test("the answers in the table are those of Docker's client", arguments: TemplateCases.all)
    func answers(_ example: TemplateCases.Case) throws {
        try withTemporaryDirectory { directory in
            // A context is kept in a directory named by the SHA-256 of its name, here "x".
            let digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
            let path = "\(directory)/contexts/meta/\(digest)"
            try Program("/bin/mkdir", ["-p", path]).run().succeeded()
            try HostFile.write(
                #"{"Name":"x","Metadata":\#(TemplateCases.value),"Endpoints":{}}"#, to: "\(path)/meta.json")
            let command = [
                "--config", directory, "context", "inspect", "x", "--format", Frame.around(example.template),
            ]
            let result = try Program("/usr/bin/docker", command).run()
            #expect((result.exitCode == 0 ? result.text : result.errorText) == example.answer)
        }
    }
}
