import Testing

@testable import Engine

@Suite("The traffic of a network namespace")
struct NetworkTrafficTests {
    /// As /proc/PID/net/dev has it: bytes are the first and the ninth column.
    private static let table = """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo:     700       7    0    0    0     0          0         0      700       7    0    0    0     0       0          0
          eth0:    1000       3    0    0    0     0          0         0      200       2    0    0    0     0       0          0
        a:b@c0:18446744073709551  1 0 0    0     0          0         0       30       1    0    0    0     0       0          0

        """

    @Test("is what all its links but the loopback have received and sent")
    func sums() {
        let traffic = NetworkTraffic(parsing: Self.table)
        #expect(traffic.received == 18_446_744_073_710_551 && traffic.sent == 230)
    }

    @Test("is none where nothing can be read", arguments: ["", "a\nb\n", "a\nb\neth0: 1 2 3\n", "a\nb\nno colon\n"])
    func nothing(table: String) {
        let traffic = NetworkTraffic(parsing: table)
        #expect(traffic.received == 0 && traffic.sent == 0)
    }
}
