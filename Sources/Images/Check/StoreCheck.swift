import LinuxSystem
import OCI
import StateStore

extension ImageStore {
    /// Compares the database, the blobs and the layers' files with one another and with their digests.
    /// - Parameters:
    ///   - repair: puts right what can be put right from what is here.
    ///   - mayRun: whether the container of that id runs, or is about to; its layers' files are not replaced.
    public func check(
        repair: Bool, mayRun: (String) throws -> Bool
    ) throws(ImageError) -> StoreCheckReport {
        try withoutActuallyEscaping(mayRun) { mayRun throws(ImageError) in
            let check = try StoreCheck(self, repairs: repair, mayRun: mayRun)
            try check.run()
            return check.report
        }
    }
}

/// One run of `system check`. What is found is told only after a second look at the database: another process
/// may have removed meanwhile what seems to be missing.
final class StoreCheck {
    let store: ImageStore
    let repairs: Bool
    let mayRun: (String) throws -> Bool
    let records: StoreRecords
    /// Layers that are unpacked again, and damaged ones that were replaced.
    let staging: Staging
    /// Blobs that can be relied on.
    var soundBlobs = Set<Digest>()
    /// A sound blob of each layer, by the layer's number.
    var layerBlobs: [Int64: Digest] = [:]
    /// Layers that were found to be damaged, as they must be, by number.
    var restored: [Int64: RestoredLayer] = [:]
    var report = StoreCheckReport()

    init(
        _ store: ImageStore, repairs: Bool, mayRun: @escaping (String) throws -> Bool
    ) throws(ImageError) {
        self.store = store
        self.repairs = repairs
        self.mayRun = mayRun
        staging = try Staging(in: store.directory("staging"))
        records = try attempt { () throws(StateError) in try store.state.read { try StoreRecords($0) } }
    }

    func run() throws(ImageError) {
        try checkDatabase()
        for blob in records.blobs { try check(blob) }
        for entry in records.images { try check(entry) }
        try checkLayers()
        try checkOrphans()
        report.imageCount = records.images.count
        report.blobCount = records.blobs.count
        report.layerCount = records.layers.count
    }

    /// Asks SQLite whether its file is in order, and its rows refer to others that are there.
    private func checkDatabase() throws(ImageError) {
        let problems = try attempt { () throws(StateError) in
            try store.state.read { database in
                let damage = try String.fetchAll(database, sql: "PRAGMA integrity_check(10)").filter { $0 != "ok" }
                let dangling = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row -> String in
                    "a row of \(row["table"] as String) refers to one of \(row["parent"] as String) that is not there"
                }
                return damage + dangling
            }
        }
        for problem in problems {
            let outcome = StoreProblem.Outcome.remains("remove the images and load or pull them again")
            report.problems.append(
                StoreProblem(subject: .database, name: "state.db", reason: problem, outcome: repairs ? outcome : .found)
            )
        }
    }

    /// Whether a query still answers anything.
    func isStillThere(_ sql: String, _ argument: any DatabaseValue) throws(ImageError) -> Bool {
        try attempt { () throws(StateError) in
            try store.state.read { try Bool.fetchOne($0, sql: sql, arguments: [argument]) != nil }
        }
    }
}
