import Glibc
import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    /// What the store is like after a command was killed, or refused by the
    /// kernel, at a point of its work. `SKIFF_CRASH_POINTS` says at how many;
    /// without it there are few, chosen at random each time.
    @Suite("The image store after a crash", .requiresStrace)
    struct ImageCrashTests {
        /// A command that changes the store, and what has to be there before.
        enum Operation: String, CaseIterable, Sendable {
            case pull
            case load
            case rmi
            case prune
        }

        /// A store, the registry with the one image that goes in and out of it, and the image's name.
        private struct Place {
            let user: RegistryUser
            let image: String
            var skiff: Skiff { user.skiff }

            func words(_ operation: Operation) throws -> [String] {
                switch operation {
                case .pull: ["pull", "--quiet", image]
                case .load: ["load", "--quiet", "--input", try Installation.layout(of: .busybox)]
                case .rmi: ["rmi", image]
                case .prune: ["image", "prune", "--all", "--force"]
                }
            }

            func prepare(_ operation: Operation) throws {
                if operation == .rmi || operation == .prune { try skiff.run(words(.pull)).succeeded() }
            }

            /// Expects a store that has all of an image or nothing of it, and that goes on working.
            func expectSound(after what: String) throws {
                let list = try skiff.run("images", "--quiet")
                #expect(list.exitCode == 0, "\(what): \(list)")
                try skiff.run("system", "prune", "--force").succeeded()
                let check = try skiff.run("system", "check")
                #expect(check.exitCode == 0, "\(what): \(check)")
                if try skiff.run("images", "--quiet").output.isEmpty {
                    #expect(remains.isEmpty, "\(what): \(remains)")
                }
                try skiff.run(words(.pull)).succeeded()
                let run = try skiff.run("run", "--rm", image, "cat", "/usr/share/layers/replaced")
                #expect(run.text == "upper", "\(what): \(run)")
                try empty()
                #expect(remains.isEmpty, "\(what): \(remains)")
            }

            func empty() throws {
                try skiff.run("image", "prune", "--all", "--force").succeeded()
                try skiff.run("system", "prune", "--force").succeeded()
            }

            /// Files that only an image would need.
            private var remains: [String] {
                let directories =
                    ["layers", "staging"] + ["blobs", "downloads"].flatMap { ["\($0)/sha256", "\($0)/sha512"] }
                return directories.flatMap { directory in
                    HostFile.names(in: "\(skiff.root)/\(directory)").map { "\(directory)/\($0)" }
                }
            }
        }

        private static var pointCount: Int {
            getenv("SKIFF_CRASH_POINTS").flatMap { Int(String(cString: $0)) } ?? 6
        }

        /// Does the operation with the fault at so many of its points, and looks at what is left.
        private func fail(_ operation: Operation, with fault: String, _ calls: (String) -> Bool) throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.busybox, to: registry)
                try RegistryUser.with { user in
                    let place = Place(user: user, image: "\(registry.host)/busybox:latest")
                    let program = place.skiff.program(try place.words(operation))
                    try place.prepare(operation)
                    let moments = try TracedCalls(of: program).moments.filter { calls($0.name) }
                    try place.empty()
                    #expect(moments.count > 5)
                    for moment in moments.shuffled().prefix(Self.pointCount) {
                        try place.prepare(operation)
                        let result = try TracedCalls.inject(fault, at: moment, into: program).run()
                        let what = "\(operation.rawValue) with \(fault) at \(moment)"
                        if fault.hasPrefix("error") { expectSentence(result, what) }
                        try place.expectSound(after: what)
                    }
                }
            }
        }

        private func expectSentence(_ result: ProgramResult, _ what: String) {
            #expect(result.exitCode == 0 || result.exitCode == 1, "\(what): \(result)")
            #expect(!result.errorText.contains("Fatal"), "\(what): \(result)")
        }

        @Test("that is killed is whole, and the next pull succeeds", arguments: Operation.allCases)
        func killed(operation: Operation) throws { try fail(operation, with: "signal=KILL") { _ in true } }

        @Test("that was refused room is whole, and the next pull succeeds", arguments: Operation.allCases)
        func full(operation: Operation) throws {
            // The event loop's own writes never meet a full disk.
            try fail(operation, with: "error=ENOSPC") { $0 != "write" && !$0.hasPrefix("unlink") }
        }

        @Test("whose disk fails is whole, and the next pull succeeds", arguments: Operation.allCases)
        func failing(operation: Operation) throws { try fail(operation, with: "error=EIO") { $0 != "write" } }

        /// What came of two pulls, the first of them onto a small disk.
        private struct SmallDisk {
            let first: ProgramResult
            let remains: [String]
            let second: ProgramResult
            let check: ProgramResult
        }

        @Test("whose disk becomes full at any byte keeps nothing of the image", arguments: [1, 2, 3, 4, 5, 6])
        func small(mebibytes: Int) throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.busybox, to: registry)
                try RegistryUser.with { user in
                    // The database alone takes some 100 kB.
                    let size = mebibytes << 20 - Int.random(in: 0..<(3 << 18))
                    let disk = try pullTwice("\(registry.host)/busybox", user.skiff, size: size)
                    if disk.first.exitCode != 0 {
                        #expect(disk.first.errorText.contains("space"), "\(size): \(disk.first)")
                        #expect(disk.remains.isEmpty, "\(size): \(disk.remains)")
                    }
                    #expect(disk.second.exitCode == 0, "\(size): \(disk.second)")
                    #expect(disk.check.exitCode == 0, "\(size): \(disk.check)")
                }
            }
        }

        private func pullTwice(_ image: String, _ skiff: Skiff, size: Int) throws -> SmallDisk {
            var disk: SmallDisk?
            try withOwnMounts {
                let mount = ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", skiff.root]
                try Program("/bin/mount", mount).run().succeeded()
                let first = try skiff.run("pull", image)
                let remains = ["layers", "staging", "blobs/sha256"].flatMap {
                    HostFile.names(in: "\(skiff.root)/\($0)")
                }
                try Program("/bin/mount", ["-o", "remount,size=64m", skiff.root]).run().succeeded()
                disk = try SmallDisk(
                    first: first, remains: remains, second: skiff.run("pull", image),
                    check: skiff.run("system", "check"))
            }
            return try #require(disk)
        }
    }
}
