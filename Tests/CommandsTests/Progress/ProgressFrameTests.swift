@testable import Commands
import CommandLine
import Images
import Testing

@Suite("The progress of transfers")
struct ProgressFrameTests {
    private typealias Phase = TransferProgress.Phase

    private func progress(_ items: [(label: String, phase: Phase, done: Int64, total: Int64?)]) -> TransferProgress {
        let progress = TransferProgress()
        for item in items {
            let number = progress.add(item.label, total: item.total, phase: item.phase)
            progress.advance(number, by: item.done)
        }
        return progress
    }

    private var pull: ProgressFrame {
        ProgressFrame(
            progress([
                ("4f4fb700ef54", .complete, 5_000_000, 5_000_000), ("aabbccddeeff", .exists, 0, 1000),
                ("1df32bae7504", .downloading, 12_345_678, 45_600_000), ("6a0ac1617861", .downloading, 0, 999_999_999),
                ("9b3977197b4f", .unpacking, 7_000_000, 7_000_000), ("3b9df8d5b8ac", .verifying, 2_100_000, 4_200_000),
                ("000000000000", .waiting, 0, 10), ("111111111111", .retrying, 0, 10),
                ("222222222222", .waitingForOther, 0, 10), ("333333333333", .downloading, 1500, nil),
            ]).snapshot(), kind: .pull)
    }

    @Test("80 columns have room for a bar")
    func eighty() {
        #expect(
            pull.allLines(columns: 80) == [
                "4f4fb700ef54: Pull complete",
                "aabbccddeeff: Already exists",
                "1df32bae7504: Downloading  [=========>                          ]  12.3MB/45.6MB",
                "6a0ac1617861: Downloading  [>                                   ]      0B/1GB",
                "9b3977197b4f: Extracting",
                "3b9df8d5b8ac: Verifying    [==================>                 ]   2.1MB/4.2MB",
                "000000000000: Waiting",
                "111111111111: Retrying",
                "222222222222: Waiting for another process",
                "333333333333: Downloading  1.5kB",
            ])
    }

    @Test("40 columns have room for the numbers, 30 for a share")
    func narrow() {
        #expect(pull.allLines(columns: 40)[2] == "1df32bae7504: Downloading  12.3MB/45.6MB")
        #expect(pull.allLines(columns: 40)[8] == "222222222222: Waiting for another proce…")
        #expect(pull.allLines(columns: 36)[2] == "1df32bae7504: Downloading 27%")
        #expect(pull.allLines(columns: 20)[2] == "1df32bae7504: Downl…")
    }

    @Test("no line is wider than the terminal, at any width and share", arguments: Array(1...60) + [79, 80, 81, 200])
    func fits(columns: Int) {
        for kind in [TransferKind.load, .pull, .push] {
            for phase in [
                Phase.loading, .downloading, .uploading, .verifying, .mounted(from: "other"), .complete, .waiting,
            ] {
                for done in stride(from: Int64(0), through: 1_200_000, by: 399_999) {
                    let items = progress([("4f4fb700ef54", phase, done, 1_000_000)]).snapshot()
                    let frame = ProgressFrame(items, kind: kind)
                    #expect(frame.allLines(columns: columns).allSatisfy { $0.displayWidth <= columns })
                    #expect(frame.lines(columns: columns, rows: 1).allSatisfy { $0.displayWidth <= columns })
                }
            }
        }
    }

    @Test("a bar is no wider than 50 columns, and is full at the end and not before")
    func bars() {
        #expect(ProgressBar.text(0, width: 10) == ">         ")
        #expect(ProgressBar.text(0.5, width: 10) == "=====>    ")
        #expect(ProgressBar.text(0.999, width: 10) == "=========>")
        #expect(ProgressBar.text(1, width: 10) == "==========")
        let line = pull.allLines(columns: 300)[2]
        #expect(line.split(separator: "[")[1].split(separator: "]")[0].count == 50)
    }

    @Test("more bytes than were said, or an empty layer, fill the bar and no more")
    func overflowing() {
        let items = progress([("a", .downloading, 200, 100), ("b", .downloading, 0, 0)]).snapshot()
        #expect(
            ProgressFrame(items, kind: .pull).allLines(columns: 60) == [
                "a: Downloading  [===========================]    200B/100B",
                "b: Downloading  [===========================]      0B/0B",
            ])
    }

    @Test("the words are those of what is done")
    func words() {
        let items = progress([("a", .exists, 0, 1), ("b", .complete, 0, 1), ("c", .mounted(from: "other"), 0, 1)])
            .snapshot()
        #expect(
            ProgressFrame(items, kind: .push).allLines(columns: 80)
                == ["a: Layer already exists", "b: Pushed", "c: Mounted from other"])
        #expect(
            ProgressFrame(items, kind: .load).allLines(columns: 80).prefix(2) == ["a: Already exists", "b: Loaded"])
    }

    @Test("a name from a stranger steers no terminal and leaves room")
    func hostileNames() {
        let items = progress([("\u{1B}[2J\n" + String(repeating: "x", count: 500), .complete, 0, 1)]).snapshot()
        let line = ProgressFrame(items, kind: .pull).allLines(columns: 80)[0]
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        #expect(line.hasSuffix("…: Pull complete"))
    }

    @Test("more layers than lines: those that are worked on are shown, the others counted")
    func manyLayers() {
        var items: [(label: String, phase: Phase, done: Int64, total: Int64?)] = []
        for number in 0..<40 {
            let phase: Phase = number < 20 ? .complete : number < 23 ? .downloading : .waiting
            items.append(("layer\(number)", phase, 0, 10))
        }
        let frame = ProgressFrame(progress(items).snapshot(), kind: .pull)
        let lines = frame.lines(columns: 80, rows: 7)
        #expect(lines.count == 6)
        #expect(lines[0] == "20 of 40 layers done, 17 waiting")
        #expect(lines[1...].map { $0.prefix { $0 != ":" } } == ["layer20", "layer21", "layer22", "layer23", "layer24"])
        #expect(frame.lines(columns: 80, rows: 41).count == 40)
        #expect(frame.lines(columns: 80, rows: 2) == ["20 of 40 layers done, 17 waiting"])
        let ended = ProgressFrame(progress(items.map { ($0.label, .complete, 10, 10) }).snapshot(), kind: .pull)
        #expect(ended.lines(columns: 80, rows: 4)[1] == "layer38: Pull complete")
    }

    @Test("where there is no terminal a part is told of once, when it's done")
    func plain() {
        let progress = TransferProgress()
        var last = ProgressFrame([], kind: .pull)
        func news() -> [String] {
            let frame = ProgressFrame(progress.snapshot(), kind: .pull)
            defer { last = frame }
            return frame.news(since: last)
        }
        let first = progress.add("aaa", total: 10, phase: .downloading)
        _ = progress.add("bbb", total: 10, phase: .exists)
        #expect(news() == ["bbb: Already exists"])
        progress.advance(first, by: 5)
        #expect(news().isEmpty)
        progress.set(.retrying, of: first)
        #expect(news() == ["aaa: Retrying"])
        progress.set(.downloading, of: first)
        #expect(news().isEmpty)
        progress.set(.complete, of: first)
        #expect(news() == ["aaa: Pull complete"])
        #expect(news().isEmpty)
    }
}
