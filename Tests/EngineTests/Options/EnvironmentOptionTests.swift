@testable import Engine
import Glibc
import LinuxSystem
import Testing

@Suite("Environment options")
struct EnvironmentOptionTests {
    private static func caller(_ name: String) -> String? {
        name == "HERE" ? "yes" : nil
    }

    @Test(
        "-e sets, takes the caller's value, or removes",
        arguments: [
            ("A=1", .value("A=1")), ("A=", .value("A=")), ("A=b=c", .value("A=b=c")), ("HERE", .value("HERE=yes")),
            ("HERE=no", .value("HERE=no")), ("ABSENT", .value("ABSENT")),
            ("=1", .refused("the key before = is missing")), ("", .refused("the key before = is missing")),
        ] as Cases<String>)
    func variables(text: String, expected: Outcome<String>) {
        #expect(Outcome { try EnvironmentOption.parse(text, variable: Self.caller) } == expected)
    }

    @Test(
        "a file has a variable a line",
        arguments: [
            ("A=1\nB=2", .value(["A=1", "B=2"])), ("", .value([])), ("\n\n  \n", .value([])),
            ("# a comment\n  # another\nA=1 # not one", .value(["A=1 # not one"])),
            ("A= spaces kept \n", .value(["A= spaces kept "])), ("A=\"quotes kept\"", .value(["A=\"quotes kept\""])),
            ("  A=1", .value(["A=1"])), ("A=1\r\nB=2\r\n", .value(["A=1", "B=2"])),
            ("\u{FEFF}A=1", .value(["A=1"])), ("HERE\nABSENT\nB=", .value(["HERE=yes", "B="])),
            ("A=1\n=2", .refused("line 2: the name before = is missing")),
            ("A B=2", .refused("line 1: the name \"A B\" contains a space")),
            ("A =2", .refused("line 1: the name \"A \" contains a space")),
            ("HERE ", .refused("line 1: the name \"HERE \" contains a space")),
        ] as Cases<[String]>)
    func lines(text: String, expected: Outcome<[String]>) {
        let outcome = Outcome { try EnvironmentOption.parseFile(Array(text.utf8), variable: Self.caller) }
        #expect(outcome == expected)
    }

    @Test("a file that is not UTF-8 is refused")
    func notUTF8() {
        let outcome = Outcome { try EnvironmentOption.parseFile([0x41, 0x3D, 0xFF], variable: Self.caller) }
        #expect(outcome == .refused("not a text in UTF-8"))
    }

    @Test("a file that is missing, a directory, or too large is refused with the reason")
    func files() throws {
        #expect(
            Outcome { try EnvironmentOption.readFile("/nonexistent/env") } == .refused("no such file or directory"))
        #expect(Outcome { try EnvironmentOption.readFile("/") } == .refused("is a directory"))
        #expect(Outcome { try EnvironmentOption.readFile("/dev/zero") } == .refused("file too large"))
    }

    @Test("a file is read")
    func goodFile() throws {
        let path = "/tmp/skiff-env-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let file = try Descriptor.open(path, [.writeOnly, .create, .exclusive], mode: 0o600)
        defer { unlink(path) }
        try file.write("A=1\n")
        #expect(try EnvironmentOption.readFile(path) == ["A=1"])
    }
}
