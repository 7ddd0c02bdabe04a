import Archive
import ArchiveFixtures
import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import Compare

@Suite("The root of a virtual machine")
struct CpioWriterTests {
    @Test("another program unpacks the same files, names and links")
    func unpacks() throws {
        let directory = try TemporaryDirectory()
        defer { removeQuietly(directory) }
        let path = "\(directory.path)/root.cpio"
        try write(
            [
                .directory("./"), .directory("./etc/", mode: 0o700), Item("./etc/odd", text: "12345"),
                .hardLink("./etc/even", to: "./etc/odd"), .symbolicLink("./link", to: "etc/odd"),
                Item("./empty", text: ""), Item("./run/pipe", .fifo),
            ], to: path)
        try Program("mkdir", ["\(directory.path)/run", "\(directory.path)/out", "\(directory.path)/out/run"]).run()
            .succeeded()
        let shell =
            "cd '\(directory.path)/out' && busybox cpio -idm < '\(path)' && stat -c '%n %a %h %s %F' "
            + "etc etc/odd etc/even empty run/pipe && readlink link && cat etc/even"
        let lines = try Program("sh", ["-c", shell]).run().succeeded().lines
        #expect(
            lines == [
                "etc 700 2 80 directory", "etc/odd 644 2 5 regular file", "etc/even 644 2 5 regular file",
                "empty 644 1 0 regular empty file", "run/pipe 644 1 0 fifo", "etc/odd", "12345",
            ]
                || lines.count == 7
                    && lines[1...6] == [
                        "etc/odd 644 2 5 regular file", "etc/even 644 2 5 regular file",
                        "empty 644 1 0 regular empty file",
                        "run/pipe 644 1 0 fifo", "etc/odd", "12345",
                    ]
        )
        #expect(lines.first?.hasPrefix("etc 700 ") == true)
    }

    @Test("every header and every content starts at a multiple of four")
    func alignment() throws {
        let directory = try TemporaryDirectory()
        defer { removeQuietly(directory) }
        let path = "\(directory.path)/root.cpio"
        try write(
            (1...9).map { Item(String(repeating: "n", count: $0), text: String(repeating: "x", count: $0)) }, to: path)
        let bytes = try HostFile.bytes(path)
        #expect(bytes.count % 512 == 0)
        var position = 0
        var names = [String]()
        while names.last != "TRAILER!!!" {
            #expect(position % 4 == 0)
            #expect(bytes[position..<position + 6].elementsEqual("070701".utf8))
            func field(_ number: Int) throws -> Int {
                let start = position + 6 + number * 8
                return try #require(Int(String(decoding: bytes[start..<start + 8], as: UTF8.self), radix: 16))
            }
            let nameSize = try field(11)
            names.append(String(decoding: bytes[position + 110..<position + 110 + nameSize - 1], as: UTF8.self))
            let content = (position + 110 + nameSize + 3) / 4 * 4
            position = (content + (try field(6)) + 3) / 4 * 4
        }
        #expect(names.count == 10)
    }

    @Test("a link to a file that the archive doesn't have is refused")
    func strayLink() throws {
        let directory = try TemporaryDirectory()
        defer { removeQuietly(directory) }
        #expect(throws: ComparisonError.self) {
            try write([.hardLink("a", to: "nowhere")], to: "\(directory.path)/root.cpio")
        }
    }

    @Test("a directory without a kernel, and a kernel without its drivers, are told apart")
    func kernel() throws {
        let directory = try TemporaryDirectory()
        defer { removeQuietly(directory) }
        let missing = #expect(throws: ComparisonError.self) { try GuestKernel(in: directory.path) }
        #expect("\(try #require(missing))".hasPrefix("no kernel for virtual machines in \(directory.path)/boot: "))
        try Program("sh", ["-c", "mkdir '\(directory.path)/boot'; : > '\(directory.path)/boot/vmlinuz-6.1'"]).run()
            .succeeded()
        let bare = #expect(throws: ComparisonError.self) { try GuestKernel(in: directory.path) }
        #expect("\(try #require(bare))".hasPrefix("no modules of the kernel 6.1 in "))
    }

    private func write(_ items: [Item], to path: String) throws {
        let file = try Descriptor.open(path, [.writeOnly, .create, .exclusive], mode: 0o600)
        var cpio = CpioWriter(file, name: path)
        let reader = TarReader(MemorySource(try archive(items)))
        while let entry = try reader.next() { try cpio.add(entry, from: reader) }
        try cpio.finish()
    }

    private func removeQuietly(_ directory: TemporaryDirectory) {
        // A directory for temporary files that stays harms no test.
        try? directory.remove()
    }
}
