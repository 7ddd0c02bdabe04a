import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import OCI
import StateStore
import Testing

@testable import Images

@Suite("damage", .requiresRoot)
struct DamageTests {
    private func sample(_ compression: Compression = .none) throws -> SampleImage {
        try SampleImage(
            [[.directory("d"), Item("d/file", text: "text"), .symbolicLink("s", to: "d")], [Item("d/.wh.file")]],
            compression: compression)
    }

    /// Loads damaged bytes: either an error and nothing left, or the right image.
    private func expectSound(_ bytes: [UInt8], _ sample: SampleImage, _ test: TestStore, _ what: String) throws {
        do {
            try test.load(bytes)
        } catch {
            #expect(error is ImageError && !"\(error)".isEmpty, "\(what)")
            #expect(try test.leftovers() == [], "\(what): \(error)")
            return
        }
        for image in try test.store.list() {
            let config = try test.store.config(of: image)
            let layers = try test.store.lowerDirectories(of: image)
            #expect(layers.count == config.rootfs.diffIDs.count, "\(what)")
            _ = try test.store.remove(image.id.text, force: true)
        }
        #expect(try test.leftovers() == [], "\(what)")
    }

    @Test("an archive that was cut anywhere loads rightly or not at all", arguments: [Compression.none, .gzip, .zstd])
    func truncated(compression: Compression) throws {
        try withStore { test in
            let sample = try sample()
            let bytes = try compression.compress(sample.dockerArchive())
            let step = compression == .none ? 509 : max(1, bytes.count / 40)
            for length in stride(from: 0, to: bytes.count, by: step) {
                try expectSound(Array(bytes[..<length]), sample, test, "cut at \(length)")
            }
        }
    }

    @Test(
        "an archive with any bit flipped loads rightly or not at all", arguments: ["docker", "layout", "gzip layers"])
    func flipped(format: String) throws {
        try withStore { test in
            let sample = try sample(format == "gzip layers" ? .gzip : .none)
            let bytes = try format == "docker" ? sample.dockerArchive() : sample.layoutArchive()
            for position in stride(from: 0, to: bytes.count * 8, by: 491) {
                var damaged = bytes
                damaged[position / 8] ^= 1 << UInt8(position % 8)
                try expectSound(damaged, sample, test, "bit \(position)")
            }
        }
    }

    @Test("a full disk is one clear sentence, and nothing of the image stays")
    func fullDisk() throws {
        // A small file system that only this process's copy ever sees.
        try withTemporaryDirectory { directory in
            mkdir("\(directory)/disk", 0o755)
            let test = AnotherProcess("loadOnFullDisk", in: directory).command
            try shell("unshare -m sh -c 'mount -t tmpfs -o size=16m none \(directory)/disk && \(test)'")
        }
    }

    @Test("the part of the test above that runs in a process of its own", .isAnotherProcess)
    func loadOnFullDisk() throws {
        let directory = try #require(AnotherProcess.path)
        let disk = "\(directory)/disk"
        let store = try ImageStore(StateStore(path: "\(disk)/state"))
        // Two copies are needed: the blob and the unpacked file.
        let content = (0..<(5 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        try write(SampleImage([[Item("big", content: content)]]).dockerArchive(), to: "\(directory)/archive")
        for mebibytes in [15, 14, 12, 10, 8, 6] {
            try write([UInt8](repeating: 0, count: mebibytes << 20), to: "\(disk)/filler")
            let error = #expect(throws: ImageError.self) { try store.load(path: "\(directory)/archive") }
            #expect(
                error?.kind == .unavailable && error?.description.contains("no space") == true,
                "\(error.debugDescription)")
            for name in ["staging", "layers", "blobs/sha256"] where access("\(disk)/state/\(name)", F_OK) == 0 {
                #expect(
                    try Descriptor.open("\(disk)/state/\(name)", [.directory]).entries() == [],
                    "\(name) with \(mebibytes)")
            }
        }
        unlink("\(disk)/filler")
        #expect(try store.load(path: "\(directory)/archive").count == 1)
    }
}
