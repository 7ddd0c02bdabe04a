import Cgroups
/// The values of the options that limit resources. What a host can give is
/// checked later, when the host is known.
extension ResourceOptions {
    /// `--cpus`: decimal, to the billionth as Docker's, rounded to thousandths.
    /// `nil` for `0`, which asks for no limit.
    public static func milliCPUs(parsing text: String) throws(InvalidOption) -> UInt64? {
        let whole = text.prefix(while: \.isDecimalDigit)
        let point = text.dropFirst(whole.count)
        let fraction = point.dropFirst()
        guard point.isEmpty || point.first == ".", fraction.allSatisfy(\.isDecimalDigit),
            !(whole.isEmpty && fraction.isEmpty)
        else {
            throw InvalidOption("not a number of processors such as 0.5 or 2")
        }
        guard fraction.count <= 9 else { throw InvalidOption("too precise: at most nine decimals") }
        let zeros = String(repeating: "0", count: 9 - fraction.count)
        guard let nanos = UInt64("\(whole)\(fraction)\(zeros)"), nanos < 1 << 62 else {
            throw InvalidOption("too many processors")
        }
        if nanos == 0 { return nil }
        guard nanos >= 10_000_000 else { throw InvalidOption("too few: the least is 0.01 of a processor") }
        return (nanos + 500_000) / 1_000_000
    }

    /// `--cpu-shares`; `nil` for `0`, which asks for the default.
    public static func cpuShares(parsing text: String) throws(InvalidOption) -> UInt64? {
        if text == "0" { return nil }
        guard let shares = UInt64(text), (2...262_144).contains(shares) else {
            throw InvalidOption("must be a number from 2 to 262144")
        }
        return shares
    }

    /// `--cpuset-cpus`: the list format of cpuset(7). Answers the text.
    public static func cpuset(parsing text: String) throws(InvalidOption) -> String {
        for range in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = range.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
            guard !range.contains("+"), (1...2).contains(ends.count), let first = ends[0],
                let last = ends[ends.count - 1]
            else {
                throw InvalidOption("not a list of processors such as 0-2,4")
            }
            guard first <= last else { throw InvalidOption("the range \(range) ends before it starts") }
        }
        return text
    }

    /// `--memory`, `--memory-reservation`, `--shm-size`: a size in bytes;
    /// `nil` for `0`, which asks for no limit or the default.
    public static func bytes(parsing text: String) throws(InvalidOption) -> UInt64? {
        let bytes = try ByteSize.parse(option: text)
        return bytes == 0 ? nil : bytes
    }

    /// `--memory-swap`: a size in bytes or -1 for no limit; `nil` for `0`,
    /// which asks for the default.
    public static func memorySwap(parsing text: String) throws(InvalidOption) -> Int64? {
        if text == "-1" { return -1 }
        return try bytes(parsing: text).map { Int64($0) }
    }

    /// `--pids-limit`: -1 or 0 for no limit.
    public static func pids(parsing text: String) throws(InvalidOption) -> Int64 {
        guard let count = Int64(text), count >= -1 else {
            throw InvalidOption("must be a number of processes, or -1 for no limit")
        }
        return count == 0 ? -1 : count
    }
}
