import CSeccomp

/// A filter that answers as another one does, with a search among ranges of
/// numbers in place of a comparison for each call: the kernel translates,
/// checks and keeps a program of dozens of instructions instead of many hundreds.
///
///     architecture?  ranges of its numbers ──▶ answer, or on to
///     …              the next one's
///     answer to all other architectures
///     what the former filter does with arguments
struct FilterTree {
    private let original: [sock_filter]
    private var instructions: [sock_filter] = []
    /// Where the search leads on to the former filter, and to which instruction.
    private var exits: [(place: Int, target: Int)] = []

    /// `nil` when the filter can't be followed.
    private init?(_ original: [sock_filter]) {
        self.original = original
        // A filter that ends nowhere is the kernel's to refuse.
        guard original.last?.code == FilterBlock.answer else { return nil }
        instructions.append(.init(load: FilterBlock.architectureOffset))
        for architecture in Set(FilterArchitecture.ofMachine.map(\.auditArchitecture)).sorted() {
            guard let ranges = FilterRange.ranges(of: original, architecture: architecture) else { return nil }
            let start = instructions.count
            instructions.append(.init(.equal, architecture, whenTrue: 1))
            instructions.append(.init(jump: 0))
            instructions.append(.init(load: FilterBlock.numberOffset))
            search(ranges[...])
            instructions[start + 1].k = UInt32(instructions.count - start - 2)
        }
        // The kernel knows none of that number.
        guard let others = FilterRange.ranges(of: original, architecture: 0), others.count == 1,
            case .answer(let answer) = others[0].outcome
        else { return nil }
        instructions.append(.init(answer: answer))
        addRest()
    }

    /// The shorter of both.
    static func shortened(_ original: [sock_filter]) -> [sock_filter] {
        guard let tree = FilterTree(original), tree.instructions.count < original.count else { return original }
        return tree.instructions
    }

    private mutating func search(_ ranges: ArraySlice<FilterRange>) {
        // So many that a comparison reaches each answer to any of them.
        guard ranges.count > 128 else { return compare(ranges) }
        let half = ranges.count / 2
        instructions.append(.init(.greaterOrEqual, ranges[ranges.startIndex + half].lowest, whenFalse: 1))
        let jump = instructions.count
        instructions.append(.init(jump: 0))
        search(ranges.prefix(half))
        instructions[jump].k = UInt32(instructions.count - jump - 1)
        search(ranges.dropFirst(half))
    }

    /// One comparison less than there are ranges, and behind them each outcome once.
    private mutating func compare(_ ranges: ArraySlice<FilterRange>) {
        var outcomes: [FilterRange.Outcome] = []
        for range in ranges where !outcomes.contains(range.outcome) { outcomes.append(range.outcome) }
        let end = instructions.count + ranges.count - 1
        addComparisons(ranges) { outcome in end + (outcomes.firstIndex(of: outcome) ?? 0) }
        for outcome in outcomes { add(outcome) }
    }

    /// - Parameter place: where an outcome is going to be.
    private mutating func addComparisons(_ ranges: ArraySlice<FilterRange>, place: (FilterRange.Outcome) -> Int) {
        guard ranges.count > 1 else { return }
        let half = ranges.count / 2
        let (lower, upper) = (ranges.prefix(half), ranges.dropFirst(half))
        let own = instructions.count
        // The lower ones follow at once, with one comparison less than there are of them.
        let next = lower.count > 1 ? own + 1 : place(lower[lower.startIndex].outcome)
        let other = upper.count > 1 ? own + lower.count : place(upper[upper.startIndex].outcome)
        instructions.append(
            .init(
                .greaterOrEqual, upper[upper.startIndex].lowest, whenTrue: UInt8(other - own - 1),
                whenFalse: UInt8(next - own - 1)))
        addComparisons(lower, place: place)
        addComparisons(upper, place: place)
    }

    private mutating func add(_ outcome: FilterRange.Outcome) {
        switch outcome {
        case .answer(let answer): instructions.append(.init(answer: answer))
        case .goesOn(let index):
            exits.append((place: instructions.count, target: index))
            instructions.append(.init(jump: 0))
        }
    }

    /// What of the former filter can still be reached, in its order: jumps lead
    /// forward, and no farther than before.
    private mutating func addRest() {
        var isReached = Array(repeating: false, count: original.count)
        for exit in exits { isReached[exit.target] = true }
        for index in original.indices where isReached[index] {
            for target in original[index].targets(from: index) { isReached[target] = true }
        }
        var places = Array(repeating: 0, count: original.count)
        var next = instructions.count
        for index in original.indices where isReached[index] {
            places[index] = next
            next += 1
        }
        for index in original.indices where isReached[index] {
            instructions.append(original[index].moved(from: index, to: places))
        }
        for exit in exits { instructions[exit.place].k = UInt32(places[exit.target] - exit.place - 1) }
    }
}

extension sock_filter {
    init(load offset: UInt32) {
        self.init(code: FilterBlock.loadWord, jt: 0, jf: 0, k: offset)
    }

    init(jump distance: UInt32) {
        self.init(code: FilterBlock.jump, jt: 0, jf: 0, k: distance)
    }

    init(answer: UInt32) {
        self.init(code: FilterBlock.answer, jt: 0, jf: 0, k: answer)
    }

    init(_ comparison: Comparison, _ value: UInt32, whenTrue: UInt8 = 0, whenFalse: UInt8 = 0) {
        self.init(code: comparison.rawValue, jt: whenTrue, jf: whenFalse, k: value)
    }

    private var isComparison: Bool { Comparison(rawValue: code) != nil }

    /// Where it leads from its place.
    fileprivate func targets(from index: Int) -> [Int] {
        if code == FilterBlock.answer { return [] }
        if code == FilterBlock.jump { return [index + 1 + Int(k)] }
        return isComparison ? [index + 1 + Int(jt), index + 1 + Int(jf)] : [index + 1]
    }

    /// Itself at another place, leading to where its targets are now.
    fileprivate func moved(from index: Int, to places: [Int]) -> sock_filter {
        func distance(_ former: Int) -> Int { places[index + 1 + former] - places[index] - 1 }
        var moved = self
        if code == FilterBlock.jump { moved.k = UInt32(distance(Int(k))) }
        if isComparison { (moved.jt, moved.jf) = (UInt8(distance(Int(jt))), UInt8(distance(Int(jf)))) }
        return moved
    }
}
