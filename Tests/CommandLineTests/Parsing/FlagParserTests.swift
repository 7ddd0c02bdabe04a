import Testing

@testable import CommandLine

@Suite("Flags by pflag's rules")
struct FlagParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        var expected = SampleValues()
        var arguments = ["image"]

        init(_ line: String, arguments: [String] = ["image"], _ change: (inout SampleValues) -> Void = { _ in }) {
            self.line = line
            self.arguments = arguments
            change(&expected)
        }

        var testDescription: String { line }
    }

    static let understood = [
        Case("image"),
        Case("--name x image") { $0.name = "x" },
        Case("--name=x image") { $0.name = "x" },
        Case("--name= image") { $0.name = "" },
        Case("--name=a=b image") { $0.name = "a=b" },
        Case("--name --tty image") { $0.name = "--tty" },
        Case("--name a --name b image") { $0.name = "b" },
        Case("--call x image") { $0.name = "x" },
        Case("-m 5 image") { $0.memory = 5 },
        Case("-m5 image") { $0.memory = 5 },
        Case("-m=5 image") { $0.memory = 5 },
        Case("-m -5 image") { $0.memory = -5 },
        Case("-it image") { ($0.interactive, $0.terminal) = (true, true) },
        Case("-itm5 image") { ($0.interactive, $0.terminal, $0.memory) = (true, true, 5) },
        Case("-itm 5 image") { ($0.interactive, $0.terminal, $0.memory) = (true, true, 5) },
        Case("--tty=false image"),
        Case("-t -t=false image"),
        Case("--tty=T image") { $0.terminal = true },
        Case("-e A=1 -e B -eC=x=y image") { $0.variables = ["A=1", "B", "C=x=y"] },
        Case("-- image", arguments: ["image"]),
        Case("-i -- -t", arguments: ["-t"]) { $0.interactive = true },
        Case("- -t", arguments: ["-", "-t"]),
        Case("-i image -t -- --help", arguments: ["image", "-t", "--", "--help"]) { $0.interactive = true },
        Case("--tty false", arguments: ["false"]) { $0.terminal = true },
    ]

    @Test("a line is taken apart as pflag does it", arguments: understood)
    func understands(line: Case) throws {
        let words = line.line.split(separator: " ").map(String.init)
        let options = SampleOptions()
        var parser = FlagParser(options.flags, endAtFirstArgument: true)
        try parser.parse(words[...])
        #expect(options.values == line.expected)
        #expect(parser.arguments == line.arguments)
        #expect(!parser.wantsHelp)
    }

    static let refused = [
        ("--foo image", "unknown flag: --foo"),
        ("--foo=1 image", "unknown flag: --foo"),
        ("--memroy 5 image", "unknown flag: --memroy\nDid you mean '--memory'?"),
        ("-x image", "unknown shorthand flag: 'x' in -x"),
        ("-xyz image", "unknown shorthand flag: 'x' in -xyz"),
        ("-izt image", "unknown shorthand flag: 'z' in -zt"),
        ("--name", "flag needs an argument: --name"),
        ("--call", "flag needs an argument: --call"),
        ("-m", "flag needs an argument: 'm' in -m"),
        ("-im", "flag needs an argument: 'm' in -m"),
        ("--memory abc image", "invalid argument \"abc\" for \"-m, --memory\" flag: not a number"),
        ("-mabc image", "invalid argument \"abc\" for \"-m, --memory\" flag: not a number"),
        ("-m= image", "invalid argument \"=\" for \"-m, --memory\" flag: not a number"),
        ("--tty=maybe image", "invalid argument \"maybe\" for \"-t, --tty\" flag: must be true or false"),
        ("--=x image", "bad flag syntax: --=x"),
        ("---name image", "bad flag syntax: ---name"),
        ("-p 80:80 image", "flag \"-p, --publish\" is not supported yet: use --network host"),
        ("-ip80:80 image", "flag \"-p, --publish\" is not supported yet: use --network host"),
        ("--publish=80 image", "flag \"-p, --publish\" is not supported yet: use --network host"),
        (
            "-it",
            "'skiff run' requires at least 1 argument\nUsage:  skiff run [OPTIONS] IMAGE [COMMAND] [ARG...]"
        ),
        ("--m\u{1B}[2J image", "unknown flag: --m\\x1b[2J"),
    ]

    @Test("a line that makes no sense is refused in one sentence", arguments: refused)
    func refuses(line: String, sentence: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let error = #expect(throws: UsageError.self) {
            _ = try sampleRun().invocation(of: words[...], path: "skiff run")
        }
        #expect(error?.description == sentence + "\nSee 'skiff run --help'.")
        #expect(error?.exitCode == 125)
    }

    @Test("flags may follow arguments where the command allows it")
    func flagsBetweenArguments() throws {
        let options = SampleOptions()
        var parser = FlagParser(options.flags, endAtFirstArgument: false)
        try parser.parse(["a", "-i", "b", "--", "-t"])
        #expect(options.values.interactive && !options.values.terminal)
        #expect(parser.arguments == ["a", "b", "-t"])
    }

    @Test("help wins over what comes after it", arguments: [["--help"], ["-h"], ["-i", "--help", "--foo"], ["-ih"]])
    func help(words: [String]) throws {
        var parser = FlagParser(SampleOptions().flags, endAtFirstArgument: true)
        try parser.parse(words[...])
        #expect(parser.wantsHelp)
    }
}
