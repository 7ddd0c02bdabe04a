import Engine
import Glibc
import LinuxSystem
import Testing

@Suite("UserDatabase")
struct UserDatabaseTests {
    private static let passwd = """
        # a comment
        broken
        root:x:0:0:root:/root:/bin/sh
        bob:x:1000:1001:Bob:/home/bob:/bin/sh
        nohome:x:1002:1002:::
        12:x:0:0::/twelve:
        huge:x:4294967296:0::/:
        empty:x:::::
        last:x:1003:1003::/last:/bin/sh
        """

    private static let group = """
        root:x:0:
        wheel:x:10:bob,root
        bob:x:1001:bob
        audio:x:20:alice, bob
        video:x:30:alice,bob
        again:x:30:bob
        huge:x:99999999999999999999:bob
        """

    /// A root directory with the files given, removed afterwards.
    private func withRoot<Result>(
        passwd: String? = UserDatabaseTests.passwd, group: String? = UserDatabaseTests.group,
        _ body: (borrowing Descriptor) throws -> Result
    ) throws -> Result {
        let parent = try Descriptor.open("/tmp", [.directory])
        let name = "skiff-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let root = try parent.makeAndOpenDirectory(name)
        // A failed removal must not hide the test's own failure.
        defer { try? parent.removeTree(name) }
        let etc = try root.makeAndOpenDirectory("etc")
        if let passwd { try etc.writeFile("passwd", Array(passwd.utf8)) }
        if let group { try etc.writeFile("group", Array(group.utf8)) }
        return try body(root)
    }

    /// Resolves the text with the files given.
    private func resolve(
        _ text: String, passwd: String? = UserDatabaseTests.passwd, group: String? = UserDatabaseTests.group
    ) throws -> ResolvedUser {
        try withRoot(passwd: passwd, group: group) { root in try UserDatabase.resolve(text, in: root) }
    }

    @Test(
        "users are found as Docker finds them",
        arguments: [
            ("", ResolvedUser(userID: 0, groupID: 0, memberships: [10], home: "/root")),
            ("root", ResolvedUser(userID: 0, groupID: 0, memberships: [10], home: "/root")),
            ("bob", ResolvedUser(userID: 1000, groupID: 1001, memberships: [10, 30], home: "/home/bob")),
            ("1000", ResolvedUser(userID: 1000, groupID: 1001, memberships: [10, 30], home: "/home/bob")),
            ("bob:", ResolvedUser(userID: 1000, groupID: 1001, memberships: [10, 30], home: "/home/bob")),
            ("bob:wheel", ResolvedUser(userID: 1000, groupID: 10, home: "/home/bob")),
            ("bob:77", ResolvedUser(userID: 1000, groupID: 77, home: "/home/bob")),
            ("555", ResolvedUser(userID: 555)),
            ("555:audio", ResolvedUser(userID: 555, groupID: 20)),
            (":wheel", ResolvedUser(userID: 0, groupID: 10, home: "/root")),
            ("nohome", ResolvedUser(userID: 1002, groupID: 1002, home: "/")),
            ("last", ResolvedUser(userID: 1003, groupID: 1003, home: "/last")),
            ("2147483647", ResolvedUser(userID: 2_147_483_647)),
        ])
    func users(text: String, user: ResolvedUser) throws {
        #expect(try resolve(text) == user)
    }

    @Test("digits are an id even where the image has an account of that name")
    func digitsAreAnID() throws {
        #expect(try resolve("12").userID == 12)
    }

    @Test("the primary group stands first among the supplementary ones")
    func primaryGroup() throws {
        #expect(try resolve("bob").additionalGroupIDs == [1001, 10, 30])
    }

    @Test(
        "what can't be resolved is refused",
        arguments: [
            ("alice", EngineError(.notFound, "no user \"alice\" in the image's /etc/passwd")),
            ("huge", EngineError(.notFound, "no user \"huge\" in the image's /etc/passwd")),
            ("empty", EngineError(.notFound, "no user \"empty\" in the image's /etc/passwd")),
            ("bob:staff", EngineError(.notFound, "no group \"staff\" in the image's /etc/group")),
            ("bob:huge", EngineError(.notFound, "no group \"huge\" in the image's /etc/group")),
            ("2147483648", EngineError(.invalid, "user id 2147483648 is out of range: use 0 to 2147483647")),
            ("4294967296", EngineError(.invalid, "user id 4294967296 is out of range: use 0 to 2147483647")),
            ("-1", EngineError(.invalid, "user id -1 is out of range: use 0 to 2147483647")),
            ("0:4294967295", EngineError(.invalid, "group id 4294967295 is out of range: use 0 to 2147483647")),
            ("a:b:c", EngineError(.invalid, "invalid user \"a:b:c\": write it as user or user:group")),
        ])
    func refusals(text: String, error: EngineError) throws {
        #expect(throws: error) { try resolve(text) }
    }

    @Test("without account files ids work and names don't")
    func noFiles() throws {
        #expect(try resolve("", passwd: nil, group: nil) == ResolvedUser())
        #expect(try resolve("5:6", passwd: nil, group: nil) == ResolvedUser(userID: 5, groupID: 6))
        let thrown = #expect(throws: EngineError.self) { try resolve("root", passwd: nil, group: nil) }
        #expect(thrown?.kind == .notFound)
    }

    @Test("a link that leads out of the root ends inside it")
    func linkOut() throws {
        try withRoot(passwd: nil) { root in
            let etc = try root.openDirectory("etc")
            try etc.makeSymbolicLink("passwd", to: "/etc/accounts")
            #expect(throws: EngineError.self) { try UserDatabase.resolve("root", in: root) }
            try etc.writeFile("accounts", Array("root:x:7:7::/inside:".utf8))
            #expect(try UserDatabase.resolve("root", in: root).home == "/inside")
            try etc.removeFile("passwd")
            try etc.makeSymbolicLink("passwd", to: "../../../../../../etc/accounts")
            #expect(try UserDatabase.resolve("root", in: root).home == "/inside")
        }
    }

    @Test("a fifo, a directory or a loop in place of the file is refused without waiting")
    func notAFile() throws {
        try withRoot(passwd: nil) { root in
            let etc = try root.openDirectory("etc")
            let refused = EngineError(.invalid, "/etc/passwd in the image is not a regular file")
            try etc.makeNode("passwd", mode: S_IFIFO | 0o600)
            #expect(throws: refused) { try UserDatabase.resolve("", in: root) }
            try etc.removeFile("passwd")
            try etc.makeDirectory("passwd")
            #expect(throws: refused) { try UserDatabase.resolve("", in: root) }
            try etc.removeDirectory("passwd")
            try etc.makeSymbolicLink("passwd", to: "passwd")
            let loop = #expect(throws: EngineError.self) { try UserDatabase.resolve("", in: root) }
            #expect(loop?.message == "cannot open /etc/passwd in the image: too many levels of symbolic links")
        }
    }

    @Test("a file of a gibibyte is refused before it fills the memory")
    func hugeFile() throws {
        try withRoot { root in
            let file = try root.open("etc/passwd", [.writeOnly], resolution: .container)
            try checkErrno(ftruncate(file.number, 1 << 30), "truncate", "passwd")
            let thrown = #expect(throws: EngineError.self) { try UserDatabase.resolve("nobody", in: root) }
            #expect(thrown?.message == "/etc/passwd in the image is larger than 16 MiB")
            #expect(try UserDatabase.resolve("bob", in: root).userID == 1000, "what comes first is found")
        }
    }

    @Test("lines longer than what one read brings are whole")
    func longLines() throws {
        let members = (0..<30_000).map { "user\($0)" }.joined(separator: ",")
        let group = "first:x:5:\(members),bob\nsecond:x:6:bob"
        #expect(try resolve("bob", group: group).additionalGroupIDs == [1001, 5, 6])
    }
}
