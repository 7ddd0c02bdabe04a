import CommandLine
import Testing

@Suite("Help pages")
struct HelpPageTests {
    @Test("a command's page shows its flags by group, aligned and wrapped")
    func commandPage() throws {
        #expect(
            sampleRun().helpPage(of: [], path: "skiff run") == """
                Usage:  skiff run [OPTIONS] IMAGE [COMMAND] [ARG...]

                Run a command in a new container

                Aliases:
                  run, start

                Process:
                  -i, --interactive          Keep standard input open
                  -t, --tty                  Give the process a terminal
                  -e, --env KEY[=VALUE]...   Set an environment variable; without a value, the
                                             caller's is passed on to the process

                Limits:
                  -m, --memory SIZE          Limit the memory
                      --name NAME            Name the container
                      --a-flag-with-a-name TOO-LONG-FOR-A-COLUMN
                                             Still explained

                Examples:
                  skiff run busybox echo hello

                """)
    }

    @Test("a group's page lists its commands by section")
    func groupPage() throws {
        #expect(
            try sampleProgram.helpPage(of: [], path: "skiff") == """
                Usage:  skiff COMMAND

                A container engine

                Containers:
                  run             Run a command in a new container

                Images:
                  image           Work with images

                Options:
                      --help      Print this page
                  -v, --version   Print the version

                Run 'skiff COMMAND --help' for more about a command.

                """)
    }
}
