import Archive
import Glibc
import LinuxSystem
import OCI
import StateStore

extension StoreCheck {
    /// Reads a blob's file and compares it with its digest.
    func check(_ blob: StoreRecords.Blob) throws(ImageError) {
        guard let damage = try damage(of: blob) else {
            soundBlobs.insert(blob.digest)
            if blob.isDamaged, repairs { try mark(blob, isDamaged: false) }
            return
        }
        let sql = "SELECT TRUE FROM blobs WHERE digest = ?"
        guard try isStillThere(sql, blob.digest.text) else { return }
        if repairs { try mark(blob, isDamaged: true) }
        report.problems.append(
            StoreProblem(
                subject: .blob, name: blob.digest.text, reason: damage, images: records.images(with: blob.digest),
                outcome: repairs || blob.isDamaged ? .needsPull : .found))
    }

    private func damage(of blob: StoreRecords.Blob) throws(ImageError) -> String? {
        let directory = try store.blobDirectory(blob.digest.algorithm)
        let file: Descriptor
        do throws(SystemError) {
            file = try directory.open(String(blob.digest.hex), [.readOnly, .noFollow], resolution: .beneath)
        } catch {
            guard error.errno == ENOENT else { return "its file cannot be opened: \(error.reason)" }
            return "its file is missing"
        }
        var hash = RunningHash(blob.digest.algorithm)
        var count: Int64 = 0
        do throws(ArchiveError) {
            let window = ByteWindow(FileSource(file, name: blob.digest.text), capacity: 1 << 20)
            while let chunk = try window.next(atMost: Int64.max) {
                hash.update(chunk)
                count += Int64(chunk.count)
            }
        } catch {
            return "its file cannot be read: \(error)"
        }
        report.byteCount += count
        if count != blob.size { return "its file has \(count) bytes, and must have \(blob.size)" }
        return hash.digest == blob.digest ? nil : "the content of its file doesn't match the digest"
    }

    /// Notes whether the blob is to be fetched again when it is met.
    private func mark(_ blob: StoreRecords.Blob, isDamaged: Bool) throws(ImageError) {
        try attempt { () throws(StateError) in
            try store.state.write { database in
                try database.execute(
                    sql: "UPDATE blobs SET damaged = ? WHERE digest = ?", arguments: [isDamaged, blob.digest.text])
            }
        }
    }
}
