import TestSupport

/// Command lines that are about a container, alive until they are killed.
struct Visitors: ~Copyable {
    /// One of them; killed and reaped with its owner. An array can't hold what has one owner.
    final class Visitor {
        private var program: TerminalProgram

        /// Nobody reads what it says: that is not what is tested.
        init(_ program: Program) throws {
            self.program = try program.start(writingTo: "/dev/null")
        }
    }

    /// No more are alive at once.
    private let most: Int
    private var alive: [Visitor] = []
    /// How many there have been.
    private(set) var count = 0

    init(most: Int) {
        self.most = most
    }

    /// One more, and one that is not the newest is killed when there are enough.
    mutating func admit(_ program: Program) throws {
        count += 1
        if alive.count >= most { alive.swapAt(Int.random(in: alive.indices), alive.count - 1) }
        if alive.count >= most { alive.removeLast() }
        alive.append(try Visitor(program))
    }

    /// Kills all.
    mutating func dismiss() { alive.removeAll() }
}
