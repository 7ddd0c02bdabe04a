import LinuxSystem
import OCI
import Testing

@testable import Engine

@Suite("Paths of cp, diff and export")
struct CopyPathTests {
    @Test("what has a colon is a container's, unless it starts with a slash or a dot")
    func places() {
        #expect(CopyPlace(parsing: "web:/etc") == .container("web", path: "/etc"))
        #expect(CopyPlace(parsing: "web:") == .container("web", path: ""))
        #expect(CopyPlace(parsing: "web:a:b") == .container("web", path: "a:b"))
        #expect(CopyPlace(parsing: "-") == .stream)
        for text in ["a", "./a:b", "/a:b", "../a:b", ".a:b"] {
            #expect(CopyPlace(parsing: text) == .host(text), "\(text)")
        }
    }

    @Test(
        "a slash or a dot at the end means a directory, and what is in it",
        arguments: [
            ("/a/b", false, false, "b"), ("/a/b/", true, false, "b"), ("/a/b/.", true, true, "b"),
            (".", true, true, nil), ("/", true, false, nil), ("a", false, false, "a"), ("/a/..", true, false, nil),
            ("/a/.b", false, false, ".b"),
        ] as [(String, Bool, Bool, String?)])
    func endings(text: String, assertsDirectory: Bool, meansContent: Bool, name: String?) {
        let path = CopyPath(text)
        #expect(path.assertsDirectory == assertsDirectory)
        #expect(path.meansContent == meansContent)
        #expect(path.name == name)
    }

    @Test("the parent of a path is what stands before its name")
    func parents() {
        let parents = ["/a/b": "/a", "/a/b/": "/a", "/a": "/", "a": ".", "a/b/.": "a", "/a/../b": "/a/.."]
        for (path, parent) in parents { #expect(CopyPath(path).parent == parent, "\(path)") }
        #expect(CopyPath.inContainer("etc/x").text == "/etc/x")
    }

    @Test("an entry's path never leads out of its tree")
    func entries() {
        #expect(EntryPath(Array("a/../b//./c".utf8))?.bytes == Array("b/c".utf8))
        #expect(EntryPath(Array("/etc/passwd".utf8))?.bytes == Array("etc/passwd".utf8))
        #expect(EntryPath(Array("./".utf8))?.isRoot == true)
        for text in ["..", "../x", "a/../../x", "/../x", "a\u{0}b"] {
            #expect(EntryPath(Array(text.utf8)) == nil, "\(text)")
        }
        let paths = ["a-b", "a/b", "a", "b"].compactMap { EntryPath(Array($0.utf8)) }
        #expect(paths.sorted().map(\.shown) == ["a", "a/b", "a-b", "b"])
    }

    @Test("ids of a user namespace are the container's inside and the host's outside")
    func owners() {
        let shift = OwnerShift(mapping: .init(containerID: 0, hostID: 1000, size: 65536))
        let owner = FileOwner(user: 5, group: 6)
        #expect(shift.outside(owner) == FileOwner(user: 1005, group: 1006))
        #expect(shift.inside(shift.outside(owner)) == owner)
        // Nobody's inside; and an id that can't be said outside is nobody's there, too.
        #expect(shift.inside(.root) == FileOwner(user: 65534, group: 65534))
        #expect(shift.outside(FileOwner(user: 70000, group: 0)) == FileOwner(user: 66534, group: 1000))
        #expect(OwnerShift.none.inside(owner) == owner)
    }
}
