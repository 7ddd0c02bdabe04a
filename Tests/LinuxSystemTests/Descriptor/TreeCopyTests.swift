import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("A copy of a tree", .requiresRoot)
struct TreeCopyTests {
    /// Makes a tree by a script in `from`, copies it to `to`, and compares what a second script prints in each.
    private func expectSame(_ make: String, _ look: String) throws {
        try withTemporaryDirectory { directory in
            try shell("mkdir from to && cd from && \(make)", in: directory)
            try copy(directory)
            let before = try shell("cd from && \(look)", in: directory)
            #expect(!before.isEmpty)
            #expect(try shell("cd to && \(look)", in: directory) == before)
        }
    }

    private func copy(_ directory: String) throws {
        try TreeCopy.copy(
            contentOf: Descriptor.open("\(directory)/from", [.directory]),
            to: Descriptor.open("\(directory)/to", [.directory]))
    }

    @discardableResult
    private func shell(_ script: String, in directory: String) throws -> String {
        try Program("/bin/sh", ["-ec", "cd \(directory); \(script)"]).run().succeeded().text
    }

    @Test("has the owners, permissions, times and kinds of all files")
    func attributes() throws {
        try expectSame(
            """
            mkdir -p a/b .hidden; echo text >a/b/file; : >a/empty; chmod 4751 a/b/file; chown 1000:33 a/b/file
            mkfifo -m 620 a/fifo; mknod -m 604 a/null c 1 3; ln -s ../../etc/passwd a/link; ln -s /etc a/out
            chown -h 5:6 a/link; chmod 1777 a; chown 7:8 a/b; printf x >"$(printf 'a/odd\\377name\\n')"
            touch -h -d @1000000000.5 a/link a/b/file a/b a/null a/fifo; chmod 2710 .; chown 9:10 .; touch -d @99 a .
            """,
            "find . -printf '%P %y %m %U:%G %T@ %s %l\\n' | grep -v ' d .* [0-9]*  *$' | sort; find . -type d -printf '%P %m %U:%G %T@\\n' | sort; cat a/b/file"
        )
    }

    @Test("has hard links where the tree has some, and only there")
    func hardLinks() throws {
        try expectSame(
            "mkdir -p a b; echo x >a/one; ln a/one b/two; ln a/one three; echo x >four; ln -s x s; ln s b/t",
            "for i in a/one b/two three four; do stat -c '%n %h' $i; done; test a/one -ef b/two; test three -ef a/one")
    }

    @Test("has the holes of files, and what is between them")
    func sparseFiles() throws {
        try withTemporaryDirectory { directory in
            try shell(
                "mkdir from to; truncate -s 40M from/f; printf data | dd of=from/f bs=1 seek=20000000 conv=notrunc 2>&1; truncate -s 9M from/hole",
                in: directory)
            try copy(directory)
            try shell("cmp from/f to/f; cmp from/hole to/hole", in: directory)
            #expect(try HostFile.status("\(directory)/to/f").st_blocks < 1000)
            #expect(try HostFile.status("\(directory)/to/hole").st_blocks == 0)
        }
    }

    @Test("has the extended attributes that mean something there")
    func extendedAttributes() throws {
        try withTemporaryDirectory { directory in
            try shell("mkdir -p from/d to; echo x >from/f", in: directory)
            // Permitted: CAP_NET_RAW, of version 2 (capabilities(7)).
            let capability: [UInt8] = [1, 0, 0, 2, 0, 0x20, 0, 0] + [UInt8](repeating: 0, count: 12)
            for name in ["from/f", "from/d", "from"] {
                let file = try Descriptor.open("\(directory)/\(name)", [.readOnly])
                try file.setExtendedAttribute("user.mine", [1, 2, 3])
                try file.setExtendedAttribute("trusted.overlay.opaque", [121])
                if name == "from/f" { try file.setExtendedAttribute("security.capability", capability) }
            }
            try copy(directory)
            for name in ["to/f", "to/d", "to"] {
                let file = try Descriptor.open("\(directory)/\(name)", [.readOnly])
                #expect(try file.extendedAttribute("user.mine") == [1, 2, 3])
                #expect(try file.extendedAttribute("trusted.overlay.opaque") == nil)
            }
            let copied = try Descriptor.open("\(directory)/to/f", [.readOnly])
            #expect(try copied.extendedAttribute("security.capability") == capability)
        }
    }

    @Test("follows no link, neither where it reads nor where it writes")
    func links() throws {
        try withTemporaryDirectory { directory in
            try shell(
                "mkdir -p from to canary/dir; echo secret >canary/file; ln -s \(directory)/canary from/all; "
                    + "ln -s \(directory)/canary/file from/file; ln -s ../canary/dir from/dir",
                in: directory)
            let before = try TreeSnapshot(of: "\(directory)/canary")
            try copy(directory)
            #expect(try TreeSnapshot(of: "\(directory)/canary") == before)
            #expect(
                try shell("cd to; readlink all file dir", in: directory)
                    == "\(directory)/canary\n\(directory)/canary/file\n../canary/dir")
            // A second copy would have to write through what the first one made.
            let error = #expect(throws: SystemError.self) { try copy(directory) }
            #expect(error?.errno == EEXIST)
            #expect(try TreeSnapshot(of: "\(directory)/canary") == before)
        }
    }

    @Test("of a tree that is deeper than it can hold open is refused")
    func depth() throws {
        try withTemporaryDirectory { directory in
            try shell(
                "mkdir from to; cd from; i=0; while [ $i -lt 401 ]; do mkdir d; cd d; i=$((i+1)); done", in: directory)
            let error = #expect(throws: SystemError.self) { try copy(directory) }
            #expect(error?.errno == ENAMETOOLONG)
        }
    }
}
