import CommandLine
import Testing

@Suite("Tables")
struct TableTests {
    @Test("columns are as wide as their widest cell, three spaces apart, without trailing spaces")
    func alignment() {
        var table = Table([.init("Name"), .init("Size", .right), .init("Status")])
        table.append(["web", "4.2MB", "Up 2 hours"])
        table.append(["a-long-name", "12B", ""])
        #expect(
            table.text == """
                NAME           SIZE   STATUS
                web           4.2MB   Up 2 hours
                a-long-name     12B

                """)
    }

    @Test("a table without rows is its header")
    func empty() {
        #expect(Table("Container id", "Image").text == "CONTAINER ID   IMAGE\n")
    }

    @Test("wide and combining characters keep the columns straight")
    func wideCharacters() {
        var table = Table("Name", "Image")
        table.append(["日本語", "x"])
        table.append(["e\u{301}a", "y"])
        #expect(table.text == "NAME     IMAGE\n日本語   x\ne\u{301}a       y\n")
    }

    @Test("a hostile cell cannot steer the terminal or forge a row")
    func hostileCell() {
        var table = Table("Name")
        table.append(["a\u{1B}[2J\nb"])
        #expect(table.text == "NAME\na\\x1b[2J\\nb\n")
    }
}
