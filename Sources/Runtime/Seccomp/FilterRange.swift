import CSeccomp

/// Calls of one architecture with adjacent numbers, to which a filter answers
/// the same: what it does not have to be asked for number by number.
struct FilterRange {
    /// Up to the next range, or to the greatest number.
    let lowest: UInt32
    let outcome: Outcome

    /// What a filter comes to by architecture and number alone.
    enum Outcome: Hashable {
        case answer(UInt32)
        /// It looks at an argument next: with this instruction.
        case goesOn(at: Int)
    }

    /// Walks the filter with all numbers at once, parting them where it does.
    /// In order, the first begins at zero; `nil` when the filter reckons with a
    /// number in a way that isn't followed here.
    static func ranges(
        of instructions: [sock_filter], architecture: UInt32
    ) -> [FilterRange]? {
        var ranges: [FilterRange] = []
        // The lowest numbers last, so that they are the first to be taken.
        var walks = [Walk(architecture: architecture)]
        while var walk = walks.popLast() {
            guard let step = walk.step(by: instructions) else { return nil }
            switch step {
            case .parted(let parts): walks += parts.reversed()
            case .ended(let outcome):
                if ranges.last?.outcome != outcome {
                    ranges.append(FilterRange(lowest: walk.numbers.lowerBound, outcome: outcome))
                }
            }
        }
        return ranges
    }
}

/// Some numbers on their way through a filter.
private struct Walk {
    var numbers: ClosedRange<UInt32> = 0...UInt32.max
    private var index = 0
    private var word = Word.known(0)
    private let architecture: UInt32

    /// What was loaded last.
    private enum Word {
        case number
        case known(UInt32)
    }

    enum Step {
        case parted([Walk])
        case ended(FilterRange.Outcome)
    }

    init(architecture: UInt32) {
        self.architecture = architecture
    }

    /// Goes on to where the numbers part, or to the end.
    mutating func step(by instructions: [sock_filter]) -> Step? {
        while index < instructions.count {
            let instruction = instructions[index]
            switch instruction.code {
            case FilterBlock.loadWord:
                switch instruction.k {
                case FilterBlock.numberOffset: word = .number
                case FilterBlock.architectureOffset: word = .known(architecture)
                default: return .ended(.goesOn(at: index))
                }
                index += 1
            case FilterBlock.jump: index += 1 + Int(instruction.k)
            case FilterBlock.answer: return .ended(.answer(instruction.k))
            default:
                guard let comparison = Comparison(rawValue: instruction.code) else { return nil }
                switch word {
                case .known(let value): go(comparison.holds(value, instruction.k), by: instruction)
                case .number:
                    guard let starts = comparison.changes(in: numbers, instruction.k) else { return nil }
                    if starts.count > 1 { return .parted(parts(at: starts)) }
                    go(comparison.holds(numbers.lowerBound, instruction.k), by: instruction)
                }
            }
        }
        return nil
    }

    private mutating func go(_ holds: Bool, by instruction: sock_filter) {
        index += 1 + Int(holds ? instruction.jt : instruction.jf)
    }

    private func parts(at starts: [UInt32]) -> [Walk] {
        starts.indices.map { place in
            var part = self
            let end = place + 1 < starts.count ? starts[place + 1] - 1 : numbers.upperBound
            part.numbers = starts[place]...end
            return part
        }
    }
}

extension Comparison {
    fileprivate func holds(_ word: UInt32, _ value: UInt32) -> Bool {
        switch self {
        case .equal: word == value
        case .greater: word > value
        case .greaterOrEqual: word >= value
        case .bitsSet: word & value != 0
        }
    }

    /// Where in the range the comparison may come to hold or cease to, its start
    /// included. `nil` for bits that change too often.
    fileprivate func changes(in numbers: ClosedRange<UInt32>, _ value: UInt32) -> [UInt32]? {
        var changes = [numbers.lowerBound]
        func add(_ start: UInt64) {
            guard let start = UInt32(exactly: start), start > numbers.lowerBound, numbers.contains(start) else {
                return
            }
            changes.append(start)
        }
        switch self {
        case .equal:
            add(UInt64(value))
            add(UInt64(value) + 1)
        case .greater: add(UInt64(value) + 1)
        case .greaterOrEqual: add(UInt64(value))
        case .bitsSet:
            let leastBit: UInt32 = 1 << 28
            guard value.nonzeroBitCount == 1, value >= leastBit else { return nil }
            for multiple in stride(from: UInt64(value), through: UInt64(UInt32.max), by: Int(value)) { add(multiple) }
        }
        return changes
    }
}
