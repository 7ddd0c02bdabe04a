import Testing

@testable import Engine

@Suite("Tables of processes")
struct ProcessTableTests {
    @Test("of another program's table the container's rows are kept, with spaces in the last cell")
    func listing() throws {
        let text = """
            USER       PID  CMD
            root         1  /sbin/init splash
            daemon    1450  sleep  1000
            root      1451
            """
        let table = try #require(ProcessTable(ofListing: text, keeping: [1450, 1451]))
        #expect(table.titles == ["USER", "PID", "CMD"])
        #expect(table.rows == [["daemon", "1450", "sleep  1000"], ["root", "1451", ""]])
        #expect(ProcessTable(ofListing: "CMD\nsleep", keeping: [1]) == nil)
        #expect(ProcessTable(ofListing: "", keeping: [1]) == nil)
    }

    private static let statText =
        "42 (a) b (c)) S 7 42 42 34817 42 4194304 100 0 0 0 150 50 0 0 20 0 1 0 12300 4096 1 18446744073709551615"

    @Test("a process is read whatever its name is")
    func process() throws {
        let status = "Name:\tx\nUid:\t1000\t0\t0\t0\nGid:\t1\n"
        let words = Array("sh\0-c\0echo hi\0".utf8)
        let process = try #require(
            HostProcess(42, stat: Array(Self.statText.utf8), status: Array(status.utf8), words: words))
        #expect(process.parent == 7 && process.user == 0 && process.terminal == 34817)
        #expect(process.processorTime == 2 && process.started == 123)
        #expect(process.command == "sh -c echo hi")
        let kernelThread = HostProcess(42, stat: Array(Self.statText.utf8), status: [], words: [])
        #expect(kernelThread?.command == "[a) b (c)]")
        #expect(HostProcess(42, stat: Array("42 (x".utf8), status: [], words: []) == nil)
        #expect(HostProcess(42, stat: Array("42 (x) S 1".utf8), status: [], words: []) == nil)
    }

    @Test("terminals by name")
    func terminals() {
        let number = { (major: UInt32, minor: UInt32) in major << 8 | minor & 0xff | (minor & 0xfff00) << 12 }
        #expect(ProcessTable.terminalName(0) == "?")
        #expect(ProcessTable.terminalName(number(136, 3)) == "pts/3")
        #expect(ProcessTable.terminalName(number(137, 1)) == "pts/257")
        #expect(ProcessTable.terminalName(number(4, 1)) == "tty1")
        #expect(ProcessTable.terminalName(number(4, 64)) == "ttyS0")
        #expect(ProcessTable.terminalName(number(5, 1)) == "console")
    }

    @Test("times of the processor")
    func times() {
        #expect(ProcessTable.timeText(0) == "00:00:00")
        #expect(ProcessTable.timeText(69) == "00:01:09")
        #expect(ProcessTable.timeText(2 * 86400 + 3661) == "2-01:01:01")
    }

    @Test("traffic is that of all links but the loopback")
    func traffic() {
        let text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo
                lo:     999       9    0    0    0     0          0         0      999       9    0    0    0
              eth0:    1000      10    0    0    0     0          0         0     2000      20    0    0    0
            eth1:5 1 0 0 0 0 0 0 7 1 0 0 0
            """
        let traffic = NetworkTraffic(parsing: text)
        #expect(traffic.received == 1005 && traffic.sent == 2007)
    }
}
