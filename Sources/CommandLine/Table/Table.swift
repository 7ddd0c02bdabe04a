/// The layout of every list that a command prints: a header in upper case,
/// columns as wide as their widest cell, three spaces between them.
public struct Table: Sendable {
    /// A column's title and the side that its cells keep to.
    public struct Column: Sendable {
        public enum Alignment: Sendable {
            case left
            case right
        }

        public let title: String
        public let alignment: Alignment

        public init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    private let columns: [Column]
    private var rows: [[String]]
    private static let padding = 3

    public init(_ columns: [Column]) {
        self.columns = columns
        rows = [columns.map { $0.title.uppercased() }]
    }

    /// Columns that all keep to the left.
    public init(_ titles: String...) {
        self.init(titles.map { Column($0) })
    }

    /// Adds a row with a cell for each column. What could steer the terminal
    /// is escaped.
    public mutating func append(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        rows.append(cells.map(\.terminalSafe))
    }

    /// The lines, each with its newline and without trailing spaces.
    public var text: String {
        let widths = columns.indices.map { column in
            rows.reduce(0) { max($0, $1[column].displayWidth) }
        }
        var text = ""
        for row in rows {
            var line = ""
            for (column, cell) in row.enumerated() {
                let blank = String(repeating: " ", count: widths[column] - cell.displayWidth)
                line += columns[column].alignment == .left ? cell + blank : blank + cell
                line += String(repeating: " ", count: Self.padding)
            }
            let end = line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex
            text += line[..<end] + "\n"
        }
        return text
    }
}
