import CommandLine
import Testing

@Suite("Finding the command")
struct CommandGroupTests {
    /// The exit code of what the line runs, or the first line it shows.
    private func answer(_ line: String) throws -> String {
        switch try sampleProgram.invocation(of: line.split(separator: " ").map(String.init)) {
        case .run(let work): "exit \(work())"
        case .show(let text): String(text.prefix { $0 != "\n" })
        }
    }

    @Test(
        "a line leads to its command",
        arguments: [
            ("run -i image a b", "exit 3"),
            ("start image", "exit 1"),
            ("image list", "exit 40"),
            ("image tag a b", "exit 41"),
            ("", "Usage:  skiff COMMAND"),
            ("--help", "Usage:  skiff COMMAND"),
            ("-h", "Usage:  skiff COMMAND"),
            ("help", "Usage:  skiff COMMAND"),
            ("help run", "Usage:  skiff run [OPTIONS] IMAGE [COMMAND] [ARG...]"),
            ("help start", "Usage:  skiff run [OPTIONS] IMAGE [COMMAND] [ARG...]"),
            ("run --help", "Usage:  skiff run [OPTIONS] IMAGE [COMMAND] [ARG...]"),
            ("image", "Usage:  skiff image COMMAND"),
            ("help image list", "Usage:  skiff image list"),
            ("image help tag", "Usage:  skiff image tag SOURCE TARGET"),
            ("--version", "skiff 1.2.3"),
            ("-v", "skiff 1.2.3"),
        ])
    func leads(line: String, expected: String) throws {
        #expect(try answer(line) == expected)
    }

    @Test(
        "a line that leads nowhere is refused",
        arguments: [
            ("foo", "skiff: 'foo' is not a skiff command.\nSee 'skiff --help'."),
            ("imgae", "skiff: 'imgae' is not a skiff command.\nDid you mean 'image'?\nSee 'skiff --help'."),
            ("rnu x", "skiff: 'rnu' is not a skiff command.\nDid you mean 'run'?\nSee 'skiff --help'."),
            ("help foo", "skiff: 'foo' is not a skiff command.\nSee 'skiff --help'."),
            ("pull x", "skiff: 'pull' is not supported yet: load the image\nSee 'skiff --help'."),
            ("--foo", "unknown flag: --foo\nSee 'skiff --help'."),
            ("-x run", "unknown shorthand flag: 'x' in -x\nSee 'skiff --help'."),
            (
                "image foo",
                "skiff image: 'foo' is not a skiff image command.\nSee 'skiff image --help'."
            ),
            ("image -v", "unknown shorthand flag: 'v' in -v\nSee 'skiff image --help'."),
            (
                "image list x",
                "'skiff image list' accepts no arguments\nUsage:  skiff image list\nSee 'skiff image list --help'."
            ),
            (
                "image tag a",
                "'skiff image tag' requires 2 arguments\nUsage:  skiff image tag SOURCE TARGET\n"
                    + "See 'skiff image tag --help'."
            ),
        ])
    func leadsNowhere(line: String, sentence: String) {
        let error = #expect(throws: UsageError.self) { _ = try answer(line) }
        #expect(error?.description == sentence)
        #expect(error?.exitCode == 1)
    }
}
