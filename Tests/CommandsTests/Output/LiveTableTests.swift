import Testing

@testable import Commands

@Suite("Live tables")
struct LiveTableTests {
    @Test("the next table is drawn over the last one, also a shorter or a longer one")
    func redraws() {
        var table = LiveTable()
        let first = table.frame("A\nb\nc\n", rows: 24, columns: 80)
        #expect(first == "\rA\u{1b}[K\nb\u{1b}[K\nc\u{1b}[K\n\u{1b}[J")
        #expect(table.frame("A\nb\n", rows: 24, columns: 80) == "\r\u{1b}[3AA\u{1b}[K\nb\u{1b}[K\n\u{1b}[J")
        #expect(table.frame("A\n", rows: 24, columns: 80).hasPrefix("\r\u{1b}[2A"))
    }

    @Test("no line wraps and no more lines than fit are drawn")
    func clips() {
        var table = LiveTable()
        #expect(table.frame("0123456789\n", rows: 24, columns: 8).hasPrefix("\r0123456…\u{1b}[K"))
        var tall = LiveTable()
        let frame = tall.frame("title\n1\n2\n3\n4\n5\n", rows: 5, columns: 80)
        #expect(frame == "\rtitle\u{1b}[K\n1\u{1b}[K\n2\u{1b}[K\n… and 3 more\u{1b}[K\n\u{1b}[J")
        #expect(tall.frame("title\n", rows: 5, columns: 80).hasPrefix("\r\u{1b}[4A"))
    }

    @Test("a narrow terminal gets fewer columns, as many as have room")
    func narrows() throws {
        let listing = Listing(["ID": "ID", "Name": "NAME", "Use": "USE"], columns: ["ID", "Name", "Use"])
        let rows = [ListRow(["ID": "0123456789ab", "Name": "web", "Use": "12"])]
        let text = { (width: Int) in
            try listing.fitting(width, rows, leavingOut: ["ID", "Use"]).text(rows, as: .table, isForTerminal: true)
        }
        #expect(try text(80) == "ID             NAME      USE\n0123456789ab   web       12\n")
        #expect(try text(28) == text(80))
        #expect(try text(27) == "NAME      USE\nweb       12\n")
        #expect(try text(12) == "NAME\nweb\n")
        #expect(try text(1) == "NAME\nweb\n")
    }
}
