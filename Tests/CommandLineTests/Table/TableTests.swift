import CommandLine
import Testing

@Suite("Tables")
struct TableTests {
    @Test("columns are as wide as their widest cell, three spaces apart, without trailing spaces")
    func alignment() {
        var table = Table([.init("Name"), .init("Memory use", .right), .init("Status")])
        table.append(["web", "4.2MB", "Up 2 hours"])
        table.append(["a-long-name", "12B", ""])
        #expect(
            table.text == """
                NAME          MEMORY USE   STATUS
                web                4.2MB   Up 2 hours
                a-long-name          12B

                """)
    }

    @Test("a column takes ten characters at least, as Docker's do")
    func narrow() {
        var table = Table("ID", "Tag", "Size")
        table.append(["1", "latest", "4MB"])
        #expect(table.text == "ID        TAG       SIZE\n1         latest    4MB\n")
    }

    @Test("lines with tabs become columns, whether they have as many cells or not")
    func tabbed() {
        #expect(
            Table(tabbed: "NAME\tSIZE\na-long-name\t1\tmore\nplain\n").text
                == "NAME          SIZE\na-long-name   1         more\nplain\n\n")
        #expect(Table(tabbed: "one cell").text == "one cell\n")
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
        #expect(table.text == "NAME      IMAGE\n日本語    x\ne\u{301}a        y\n")
    }

    @Test("a hostile cell cannot steer the terminal or forge a row")
    func hostileCell() {
        var table = Table("Name")
        table.append(["a\u{1B}[2J\nb"])
        #expect(table.text == "NAME\na\\x1b[2J\\nb\n")
    }
}
