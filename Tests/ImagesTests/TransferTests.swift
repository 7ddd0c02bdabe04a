import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import OCI
import Synchronization
import Testing

@testable import Images

/// What a registry's layers go through: their origin may fail at any byte.
@Suite("transfers", .requiresRoot)
struct TransferTests {
    /// A layer's origin that notes where it was opened, and may break off.
    private final class Origin: Sendable {
        let bytes: [UInt8]
        let offsets = Mutex([Int64]())
        /// The origin delivers no byte from here on; `nil`: all.
        private let breaksOff: Mutex<Int?>

        init(_ items: [Item], breaksOff: Int? = nil) throws {
            bytes = try Compression.gzip.compress(archive(items))
            self.breaksOff = Mutex(breaksOff)
        }

        func heal() { breaksOff.withLock { $0 = nil } }

        var digest: Digest { sha256(bytes) }

        func layer(_ diffID: Digest, expected: Digest? = nil) -> IncomingLayer {
            let blob = BlobDescriptor(
                mediaType: .ociLayerGzip, digest: expected ?? digest, size: Int64(bytes.count))
            return IncomingLayer(name: blob.digest.text, expected: blob, diffID: diffID, isResumable: true) {
                offset throws(ImageError) in
                self.offsets.withLock { $0.append(offset) }
                let end = self.breaksOff.withLock { $0 } ?? self.bytes.count
                let rest = Array(self.bytes[min(Int(offset), end)..<end])
                return IncomingFile(
                    source: BreakingSource(rest, breaks: end < self.bytes.count), size: Int64(self.bytes.count))
            }
        }
    }

    /// Some bytes, and then a failure that is no part of any archive.
    private final class BreakingSource: ByteSource {
        private let source: MemorySource
        private let breaks: Bool

        init(_ bytes: [UInt8], breaks: Bool) {
            source = MemorySource(bytes)
            self.breaks = breaks
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
            let count = try source.read(into: buffer)
            if count == 0, breaks { throw .source(Broken()) }
            return count
        }
    }

    private struct Broken: Error, CustomStringConvertible {
        let description = "the wire is cut"
    }

    private static let items = [
        Item.directory("d"), Item("d/file", content: (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }),
    ]

    private func image(_ layers: [IncomingLayer], _ diffIDs: [Digest]) throws -> IncomingImage {
        let config = ImageConfig(
            architecture: Platform.current.architecture, config: ContainerDefaults(),
            rootfs: ImageConfig.RootFilesystem(diffIDs: diffIDs.map(\.text)))
        return try IncomingImage(
            references: [ImageReference(parsing: "pulled")], configuration: .given(encodeJSON(config)), layers: layers)
    }

    private func downloads(_ test: TestStore) throws -> [String] {
        try Descriptor.open("\(test.path)/state/downloads/sha256", [.directory]).entries().map(\.shown)
    }

    @Test("a transfer that broke off goes on where it was, and leaves no download behind")
    func resuming() throws {
        try withStore { test in
            let origin = try Origin(Self.items, breaksOff: 20_000)
            let diffID = try sha256(archive(Self.items))
            let image = try image([origin.layer(diffID)], [diffID])
            let error = #expect(throws: ImageError.self) { try test.store.add([image]) }
            #expect(error?.description == "the wire is cut" && error?.kind == .unavailable)
            #expect(try downloads(test) == [String(origin.digest.hex)])
            origin.heal()
            let progress = TransferProgress()
            try #expect(test.store.add([image], progress: progress).count == 1)
            #expect(origin.offsets.withLock { $0 } == [0, 20_000])
            #expect(progress.snapshot().map(\.phase) == [.complete])
            #expect(progress.snapshot().map(\.done) == [Int64(origin.bytes.count)])
            #expect(try downloads(test) == [])
            #expect(try test.status(of: "d/file", in: "pulled").st_size == 300_000)
            // All is there now: nothing is opened again.
            _ = try test.store.add([image], progress: progress)
            #expect(origin.offsets.withLock { $0.count } == 2 && progress.snapshot().map(\.phase) == [.exists])
        }
    }

    @Test("a download that was complete is used without its origin")
    func completeDownload() throws {
        try withStore { test in
            let origin = try Origin(Self.items)
            let diffID = try sha256(archive(Self.items))
            try shell("mkdir -p \(test.path)/state/downloads/sha256")
            try write(origin.bytes, to: "\(test.path)/state/downloads/sha256/\(origin.digest.hex)")
            _ = try test.store.add([image([origin.layer(diffID)], [diffID])])
            #expect(origin.offsets.withLock { $0 } == [])
        }
    }

    @Test("what was left is thrown away when it is damaged, and all is fetched once more", arguments: [10, 20_000, -1])
    func damagedDownload(position: Int) throws {
        try withStore { test in
            let origin = try Origin(Self.items)
            let diffID = try sha256(archive(Self.items))
            var left = position < 0 ? origin.bytes + [1] : Array(origin.bytes[..<30_000])
            if position >= 0 { left[position] ^= 1 }
            try shell("mkdir -p \(test.path)/state/downloads/sha256")
            try write(left, to: "\(test.path)/state/downloads/sha256/\(origin.digest.hex)")
            _ = try test.store.add([image([origin.layer(diffID)], [diffID])])
            #expect(origin.offsets.withLock { $0 } == (position < 0 ? [0] : [30_000, 0]))
            #expect(try test.status(of: "d/file", in: "pulled").st_size == 300_000)
        }
    }

    @Test("an origin that delivers something else is refused, and nothing of it stays")
    func wrongContent() throws {
        try withStore { test in
            let origin = try Origin(Self.items)
            let diffID = try sha256(archive(Self.items))
            let other = sha256([1])
            let error = #expect(throws: ImageError.self) {
                try test.store.add([image([origin.layer(diffID, expected: other)], [diffID])])
            }
            #expect(error?.kind == .invalid && error?.description.contains("doesn't match its digest") == true)
            #expect(try downloads(test) == [] && test.leftovers() == [])
        }
    }

    @Test("when one layer fails the others end at once, and its failure is what is told")
    func cancellation() throws {
        try withStore { test in
            let origin = try Origin(Self.items, breaksOff: 10)
            let diffID = try sha256(archive(Self.items))
            let gate = LinuxSystem.Semaphore(0)
            let endless = IncomingLayer(name: "endless") { _ throws(ImageError) in
                IncomingFile(source: WaitingSource(gate), size: nil, cancel: { gate.signal() })
            }
            let error = #expect(throws: ImageError.self) {
                try test.store.add([image([endless, origin.layer(diffID)], [diffID, diffID])])
            }
            #expect(error?.description == "the wire is cut")
            #expect(try test.leftovers().filter { $0.hasPrefix("staging") } == [])
        }
    }

    /// Delivers nothing until the transfer is cancelled.
    private final class WaitingSource: ByteSource {
        private let gate: LinuxSystem.Semaphore

        init(_ gate: LinuxSystem.Semaphore) {
            self.gate = gate
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
            gate.wait()
            throw .source(CancellationNoticed())
        }
    }

    private struct CancellationNoticed: Error {}

    @Test("two transfers of one layer fetch it once")
    func sharedDownload() throws {
        try withStore { test in
            let origin = try Origin(Self.items)
            let diffID = try sha256(archive(Self.items))
            let image = try image([origin.layer(diffID)], [diffID])
            let store = test.store
            let other = try LinuxSystem.Thread.start { Result { () throws(ImageError) in try store.add([image]) } }
            let id = try store.add([image])
            #expect(try other.join().get() == id)
            #expect(origin.offsets.withLock { $0 } == [0])
        }
    }

    @Test("unused downloads can be removed, old ones are by themselves, and those in use never")
    func abandonedDownloads() throws {
        try withStore { test in
            let names = ["used", "old", "young"]
            try shell("mkdir -p \(test.path)/state/downloads/sha256")
            for name in names { try write([1], to: "\(test.path)/state/downloads/sha256/\(name)") }
            try shell("cd \(test.path)/state/downloads/sha256 && touch -d '8 days ago' used old")
            let used = try Descriptor.open("\(test.path)/state/downloads/sha256/used", [])
            #expect(try used.lock(wait: false, shared: true))
            try test.store.collectGarbage()
            #expect(try Set(downloads(test)) == ["used", "young"])
            #expect(try test.store.removeDownloads() > 0)
            #expect(try downloads(test) == ["used"])
        }
    }
}
