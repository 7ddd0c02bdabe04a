import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import OCI
import StateStore
import Testing

@testable import Images

/// A layer that is unpacked before those beneath it are there must become what
/// it is when they are.
@Suite("settling", .requiresRoot)
struct SettlingTests {
    /// Layers on each other in a staging directory of their own.
    private final class Stack {
        let transfer: Transfer
        /// Topmost first.
        var roots: [SharedDescriptor] = []
        /// How many layers could not stay as they were unpacked.
        var repeatedCount = 0
        private var count = 0
        private let staging: Staging

        init(_ store: ImageStore) throws {
            staging = try Staging(in: store.directory("staging"))
            transfer = try Transfer(store, staging: staging.directory.duplicate())
        }

        /// Unpacks one more layer, with those beneath it known or not.
        func add(_ bytes: [UInt8], inOrder: Bool) throws {
            let lower = LowerLayers(roots)
            var unpacked = try unpack(bytes, above: inOrder ? lower : nil)
            if try unpacked?.settle(above: lower) != true {
                try #require(!inOrder, "a layer whose lower ones are known settles")
                repeatedCount += 1
                unpacked = try unpack(bytes, above: lower)
                let isSettled = try unpacked?.settle(above: lower)
                try #require(isSettled == true)
            }
            let layer = try #require(unpacked)
            roots = layer.isOpaque ? [layer.root] : [layer.root] + roots
        }

        private func unpack(_ bytes: [UInt8], above lower: LowerLayers?) throws -> UnpackedLayer? {
            count += 1
            let archive = try LayerArchive(MemorySource(bytes), hashedBy: .sha256)
            return try LayerUnpacker.unpack(archive, "layer-\(count)", above: lower, in: transfer)
        }
    }

    @Test("layers unpacked at once are the same as layers unpacked one after the other, whatever is in them")
    func sameTrees() throws {
        try withStore { test in
            var random = Random(seed: 20_26)
            var repeated = 0
            var settled = 0
            for round in 0..<300 {
                let ordered = try Stack(test.store)
                let free = try Stack(test.store)
                for number in 0..<4 {
                    let items = (0..<random.below(9)).map { _ in Self.item(&random) }
                    let bytes = try archive(items)
                    let expected = Self.outcome { try ordered.add(bytes, inOrder: true) }
                    let outcome = Self.outcome { try free.add(bytes, inOrder: false) }
                    let story = "round \(round), layer \(number): \(items.map(Self.shown))"
                    try #require(outcome == expected, "\(story)")
                    guard expected == nil else { break }
                    settled += 1
                    let pictures = try [free, ordered].map { try Self.picture($0.roots[0].descriptor) }
                    try #require(pictures[0] == pictures[1], "\(story)")
                }
                repeated += free.repeatedCount
            }
            // Neither way is the exception.
            #expect(repeated > 20 && settled > repeated + 100, "\(repeated) of \(settled)")
        }
    }

    @Test(
        "a layer is unpacked again only where it must be",
        arguments: [
            ([Item("a/x")], [Item("a/y")], 0),
            ([Item.directory("a", mode: 0o700)], [Item("a/b/y"), Item(".wh.c")], 0),
            ([Item("a")], [Item("a/y")], 0),
            ([Item("a/x"), Item("b")], [Item("a/.wh.x"), Item(".wh.b"), Item("c")], 0),
            ([Item.symbolicLink("a", to: "b")], [Item("a/y")], 1),
            ([Item.symbolicLink("a", to: "b")], [Item.directory("a"), Item("a/c/y")], 0),
            ([Item("a/x")], [Item(".wh.a"), Item("a/y")], 1),
        ])
    func repetition(lower: [Item], upper: [Item], count: Int) throws {
        try withStore { test in
            let stack = try Stack(test.store)
            try stack.add(archive(lower), inOrder: false)
            try stack.add(archive(upper), inOrder: false)
            #expect(stack.repeatedCount == count)
        }
    }

    @Test("a layer of very many directories keeps its journal on disk, and all of them their attributes")
    func longJournal() throws {
        try withStore { test in
            let stack = try Stack(test.store)
            let names = (0..<6000).map { "d\($0)" }
            try stack.add(archive(names.map { Item("\($0)/f") }), inOrder: false)
            let items = names.map { Item.directory($0, mode: 0o751) } + [Item("d7/new")]
            try stack.add(archive(items), inOrder: false)
            for name in ["d0", "d7", "d5999"] {
                let status = try stack.roots[0].descriptor.status(of: name)
                #expect(status.st_mode & 0o7777 == 0o751 && status.st_mtim.tv_sec == 0, "\(name)")
            }
            let names_ = try stack.roots[0].descriptor.entries()
            #expect(names_.count == names.count)
        }
    }

    /// The error's text; `nil` when there was none.
    private static func outcome(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func shown(_ item: Item) -> String {
        "\(String(decoding: item.entry.path, as: UTF8.self)) \(item.entry.kind)"
    }

    // MARK: - Random layers

    private static func item(_ random: inout Random) -> Item {
        let names = ["a", "b", "c"]
        let path = (0..<(1 + random.below(3))).map { _ in names[random.below(3)] }
        let text = path.joined(separator: "/")
        let hidden = (path.dropLast() + [".wh.\(path[path.count - 1])"]).joined(separator: "/")
        let opaque = (path + [".wh..wh..opq"]).joined(separator: "/")
        var item =
            switch random.below(12) {
            case 0...3: Item(text, text: "\(random.below(1000))")
            case 4, 5: Item.directory(text, mode: 0o700 + UInt32(random.below(64)))
            case 6: Item.symbolicLink(text, to: ["a", "/b", "../c", "b/a", "."][random.below(5)])
            case 7: Item.hardLink(text, to: names[random.below(3)] + "/" + names[random.below(3)])
            case 8, 9: Item(hidden)
            case 10: Item(opaque)
            default: Item("a/" + text, text: "deep")
            }
        item.entry.modified = FileTime(seconds: Int64(random.below(1000)))
        item.entry.owner = FileOwner(user: UInt32(random.below(2)), group: 0)
        return item
    }

    /// All that a tree consists of; a time that no archive gave is left out.
    private static func picture(_ directory: borrowing Descriptor, _ path: String = "") throws -> [String] {
        var lines = [try line(directory.status(), path)]
        if try Whiteout.isOpaque(directory) { lines.append("\(path) is opaque") }
        for name in try directory.entries().sorted(by: { $0.shown < $1.shown }) {
            let status = try directory.status(of: name)
            let child = "\(path)/\(name.shown)"
            switch status.st_mode & S_IFMT {
            case S_IFDIR: lines += try picture(directory.openDirectory(name), child)
            case S_IFLNK: lines.append("\(child) → \(try directory.symbolicLinkTarget(name))")
            case S_IFREG:
                let content = try directory.open(name, [], resolution: .beneath).readToEnd(limit: 100)
                lines.append(line(status, child) + " \(content) \(status.st_nlink)")
            default: lines.append(line(status, child))
            }
        }
        return lines
    }

    private static func line(_ status: stat, _ path: String) -> String {
        let time = status.st_mtim.tv_sec < 1_000_000 ? "\(status.st_mtim.tv_sec)" : "now"
        return "\(path) \(String(status.st_mode, radix: 8)) \(status.st_uid) \(status.st_rdev) \(time)"
    }
}

/// The same numbers in each run (SplitMix64).
struct Random {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((word ^ (word >> 31)) % UInt64(limit))
    }
}
