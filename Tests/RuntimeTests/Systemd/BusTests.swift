import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import Runtime

@Suite("D-Bus")
struct BusTests {
    @Test("a call's bytes are those of the specification")
    func call() throws {
        var message = BusMessage(to: "a.b", "/c", "d.e", "F", [.byte(1), .uint64(2), .string("xyz")])
        message.serial = 7
        let bytes = message.bytes
        // Endianness, call, no flags, version 1, length of the body, serial.
        #expect(bytes[..<4].elementsEqual([UInt8(ascii: "l"), 1, 0, 1]))
        #expect(bytes[4..<12].elementsEqual([24, 0, 0, 0, 7, 0, 0, 0]))
        // One byte, filled up to eight; a number of eight; length, text, zero.
        #expect(
            bytes.suffix(24).elementsEqual(
                [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0] + Array("xyz\0".utf8)))
        #expect(try BusMessage.length(prefix: Array(bytes.prefix(16))) == bytes.count)
        let again = try BusMessage(parsing: bytes)
        #expect(again.member == "F" && again.path == "/c" && again.interface == "d.e" && again.serial == 7)
        #expect(again.body == [.byte(1), .uint64(2), .string("xyz")])
    }

    @Test(
        "every type comes back as it went",
        arguments: [
            .byte(255), .boolean(true), .int16(-2), .uint16(65535), .int32(-3), .uint32(.max), .int64(.min),
            .uint64(.max), .double(1.5), .string("ü"), .path("/a"), .signature("a{sv}"), .array(of: "s", []),
            .array(of: "t", [.uint64(1)]), .structure([.byte(1), .structure([.uint64(1)])]),
            .variant(.variant(.string("x"))), .array(of: "{sv}", [.entry(.string("k"), .variant(.byte(1)))]),
            .array(of: "(sv)", [.structure([.string("a"), .variant(.array(of: "u", [.uint32(1)]))])]),
        ] as [BusValue])
    func roundTrip(value: BusValue) throws {
        var writer = BusWriter()
        writer.write(.byte(9))
        writer.write(value)
        var reader = BusReader(writer.bytes)
        #expect(try reader.read("y" + value.type) == [.byte(9), value])
    }

    @Test("a message that was cut, or whose bytes were changed, is an error or another message, never a crash")
    func damage() throws {
        var message = BusMessage(
            to: "a.b", "/c", "d.e", "F",
            [.array(of: "(sv)", [.structure([.string("a"), .variant(.array(of: "u", [.uint32(1)]))])])])
        message.serial = 1
        let bytes = message.bytes
        for length in 0..<bytes.count {
            #expect(throws: BusError.self) { try BusMessage(parsing: Array(bytes.prefix(length))) }
        }
        for index in bytes.indices {
            for change: UInt8 in [1, 0x80, 0xff] {
                var damaged = bytes
                damaged[index] ^= change
                _ = try? BusMessage(parsing: damaged)
            }
        }
    }

    @Test(
        "a real bus answers calls, tells of errors and sends signals",
        .enabled(if: BusTests.daemon != nil, "needs dbus-daemon"))
    func realBus() throws {
        try withTemporaryDirectory { path, _ in
            let socket = path + "/bus"
            try HostFile.write(Self.configuration(socket), to: path + "/bus.conf")
            let program = try #require(Self.daemon)
            let daemon = try Child([program, "--config-file=\(path)/bus.conf", "--nofork", "--nopidfile"])
            let isReady = try eventually { HostFile.exists(socket) }
            #expect(isReady && daemon.process > 0)
            var connection = try BusConnection.open(socket, isBus: true)
            func call(_ member: String, _ body: [BusValue]) throws -> [BusValue] {
                try connection.call(
                    BusMessage(to: BusConnection.bus, "/org/freedesktop/DBus", BusConnection.bus, member, body))
            }
            let requested = try call("RequestName", [.string("org.example.Skiff"), .uint32(0)])
            #expect(requested == [.uint32(1)])
            let acquired = try connection.signal("NameAcquired")
            #expect(acquired.body.first?.text?.hasPrefix(":") == true)
            let names = try call("ListNames", [])
            guard case .array("s", let list) = names.first else {
                Issue.record("no list: \(names)")
                return
            }
            #expect(list.contains(.string("org.example.Skiff")) && list.contains(.string(BusConnection.bus)))
            let error = #expect(throws: BusError.self) { _ = try call("Nonsense", []) }
            guard case .refused(let name, let message) = error else {
                Issue.record("another error: \(String(describing: error))")
                return
            }
            #expect(name == "org.freedesktop.DBus.Error.UnknownMethod" && message.contains("Nonsense"))
        }
    }

    private static var daemon: String? {
        ["/usr/bin/dbus-daemon", "/bin/dbus-daemon"].first(where: HostFile.exists)
    }

    private static func configuration(_ socket: String) -> String {
        """
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
         "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig>
          <type>session</type>
          <listen>unix:path=\(socket)</listen>
          <auth>EXTERNAL</auth>
          <policy context="default">
            <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
          </policy>
        </busconfig>
        """
    }
}
