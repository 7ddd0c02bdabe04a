/// The layout of every list that a command prints, which is Docker's: a header in
/// upper case, columns as wide as their widest cell and at least ten characters,
/// three spaces between them.
public struct Table: Sendable {
    /// A column's title and the side that its cells keep to.
    public struct Column: Sendable {
        /// Where a cell that is narrower than its column stands.
        public enum Alignment: Sendable {
            case left
            case right
        }

        /// As it is shown, but for the upper case.
        public let title: String
        /// Of the cells and the title.
        public let alignment: Alignment

        public init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    private let columns: [Column]
    private var rows: [[String]]
    private static let padding = 3
    /// Of a column with its padding.
    private static let narrowest = 10

    public init(_ columns: [Column]) {
        self.columns = columns
        rows = [columns.map { $0.title.uppercased() }]
    }

    /// Columns that all keep to the left.
    public init(_ titles: String...) {
        self.init(titles.map { Column($0) })
    }

    /// Lines whose cells are parted by tabs, as templates make them; the first is the header. They are
    /// taken as they are.
    public init(tabbed text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        let count = lines.reduce(0) { max($0, $1.count) }
        columns = (0..<count).map { _ in Column("") }
        rows = lines.map { $0 + Array(repeating: "", count: count - $0.count) }
    }

    /// Adds a row with a cell for each column. What could steer the terminal
    /// is escaped.
    public mutating func append(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        rows.append(cells.map(\.terminalSafe))
    }

    /// Of its widest line, in columns of a terminal.
    public var width: Int {
        let last = rows.reduce(0) { max($0, $1.last?.displayWidth ?? 0) }
        return widths.dropLast().reduce(last) { $0 + $1 + Self.padding }
    }

    private var widths: [Int] {
        columns.indices.map { column in
            rows.reduce(Self.narrowest - Self.padding) { max($0, $1[column].displayWidth) }
        }
    }

    /// The lines, each with its newline and without trailing spaces.
    public var text: String {
        let widths = widths
        var text = ""
        for row in rows {
            var line = ""
            for (column, cell) in row.enumerated() {
                line +=
                    columns[column].alignment == .left
                    ? cell.padded(to: widths[column]) : cell.indented(to: widths[column])
                line += String(repeating: " ", count: Self.padding)
            }
            let end = line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex
            text += line[..<end] + "\n"
        }
        return text
    }
}
