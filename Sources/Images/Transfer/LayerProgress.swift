/// One layer's line of a transfer's progress, if anybody looks at it.
struct LayerProgress: Sendable {
    private let progress: TransferProgress?
    private let item: Int

    init(_ progress: TransferProgress?, label: some StringProtocol, total: Int64?) {
        self.progress = progress
        item = progress?.add(label, total: total) ?? 0
    }

    func begin(_ phase: TransferProgress.Phase) {
        progress?.set(phase, of: item)
    }

    func advance(by count: Int) {
        progress?.advance(item, by: Int64(count))
    }

    /// Nothing is done any more.
    func restart() {
        progress?.setDone(0, of: item)
    }
}
