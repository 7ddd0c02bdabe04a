/// The processes of a container as a table: what `top` shows.
public struct ProcessTable: Hashable, Sendable {
    /// The columns' titles.
    public let titles: [String]
    /// A row a process; each has a cell for each column.
    public let rows: [[String]]

    init(titles: [String], rows: [[String]]) {
        self.titles = titles
        self.rows = rows
    }

    /// Takes the table of ps(1) apart and keeps some processes. The last column may hold spaces.
    /// - Returns: `nil` when it has no column of process ids.
    init?(ofListing text: String, keeping processes: Set<Int32>) {
        let lines = text.split(separator: "\n")
        let titles = (lines.first ?? "").split(separator: " ").map(String.init)
        guard let column = titles.firstIndex(of: "PID") else { return nil }
        self.titles = titles
        rows = lines.dropFirst().compactMap { line in
            let cells = line.split(separator: " ", maxSplits: titles.count - 1).map { String($0.drop { $0 == " " }) }
            guard cells.count > column, Int32(cells[column]).map(processes.contains) == true else { return nil }
            // A command that shows nothing leaves the last cell out.
            return cells + Array(repeating: "", count: titles.count - cells.count)
        }
    }
}
