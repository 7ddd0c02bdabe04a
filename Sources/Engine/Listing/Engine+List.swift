import Glibc
import Images
import JSON
import LinuxSystem
import Networks
import OCI
import Runtime
import StateStore

extension Engine {
    /// The containers that fit, the newest first.
    public func list(_ query: ContainerQuery) throws -> [ListedContainer] {
        let range = try CreationRange(query.filter, self)
        var query = query
        // By ids, too; what isn't there has no containers.
        query.filter.networks = query.filter.networks.map { (try? network($0).name) ?? $0 }
        let ancestors = try imageIDs(query.filter.ancestors)
        var measure = SizeReader(self)
        var listed = [ListedContainer]()
        for row in try rows() {
            if listed.count == query.last { break }
            guard query.filter.fits(id: row.id, name: row.name, created: row.created), range.contains(row.created),
                ancestors?.contains(row.imageID) ?? true, var container = try read(row, query)
            else { continue }
            if query.wantsSizes { container.size = try measure.size(of: container) }
            listed.append(container)
        }
        return listed
    }

    /// A container's row of the database.
    private struct ContainerRow {
        let id: String
        let name: String
        let imageID: String
        let created: Timestamp

        func container(_ state: ListedState, _ record: ListedContainer.Record = .init()) -> ListedContainer {
            ListedContainer(
                id: id, name: name, imageID: imageID, created: created, status: state.status, process: state.process,
                record: record)
        }
    }

    private func rows(where condition: String = "", _ arguments: [String] = []) throws -> [ContainerRow] {
        try state.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT id, name, image_id, created FROM containers \(condition) ORDER BY created DESC, id",
                arguments: arguments
            ).map { row in
                ContainerRow(
                    id: row["id"], name: row["name"], imageID: row["image_id"],
                    created: Timestamp(nanoseconds: row["created"]))
            }
        }
    }

    /// The container of that name, id, or beginning of an id that fits one alone, without its record.
    public func listed(_ reference: String) throws -> ListedContainer {
        let id = try id(of: reference)
        var query = ContainerQuery()
        query.all = true
        query.wantsRecords = false
        guard let row = try rows(where: "WHERE id = ?", [id]).first, let container = try read(row, query) else {
            throw Self.noSuchContainer(reference)
        }
        return container
    }

    /// `nil` for one that doesn't fit, is half made, or has just been removed.
    private func read(_ row: ContainerRow, _ query: ContainerQuery) throws -> ListedContainer? {
        do throws(SystemError) {
            let directory = try directory(of: row.id)
            guard let state = try recovered(row.id, ListedState.read(from: directory), in: directory),
                state.status.isRunning || query.includesStopped, query.filter.fits(state.status)
            else { return nil }
            guard query.wantsRecords || query.filter.asksForRecord else {
                // The record is the first to go in a removal.
                let isRemoved = try directory.descriptor.statusIfPresent(of: ContainerDirectory.recordName) == nil
                return isRemoved ? nil : row.container(state)
            }
            let bytes = try directory.descriptor.readSmallFile(ContainerDirectory.recordName)
            // One that a power failure has spoilt must be seen, to be removed, and not hide the others.
            guard let record = try? ListedContainer.Record(jsonText: bytes) else {
                return query.filter.asksForRecord ? nil : row.container(ListedState(status: .dead))
            }
            guard query.filter.fits(record) else { return nil }
            var container = row.container(state, record)
            if state.status.isRunning { container.ports = ports(of: container) }
            return query.filter.fits(container.ports) ? container : nil
        } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }

    private func ports(of container: ListedContainer) -> [ListedPort] {
        guard !container.record.exposed.isEmpty, !container.record.connections.isEmpty else { return [] }
        // A document that a power failure has spoilt must not hide the container.
        let network = (try? containerNetwork(of: container.id)) ?? nil
        return ListedPort.all(network, exposed: container.record.exposed)
    }

    /// The first that notices that a supervisor was lost records the container's end.
    private func recovered(
        _ id: String, _ state: ListedState?, in directory: borrowing ContainerDirectory
    ) throws(SystemError) -> ListedState? {
        guard let state, state.isLost else { return state }
        // What can't be recorded now is told all the same, and tried again next time.
        _ = try? recover(id)
        return try ListedState.read(from: directory)
    }

    /// The ids of the images that are asked for; `nil`: any. One that isn't there has no containers.
    private func imageIDs(_ names: [String]) throws -> Set<String>? {
        if names.isEmpty { return nil }
        var ids = Set<String>()
        for name in names {
            do {
                ids.insert(try images.find(name).id.text)
            } catch {
                guard error.kind == .notFound else { throw error }
            }
        }
        return ids
    }
}

/// The moments between which a container was made.
private struct CreationRange {
    private var before = [Timestamp]()
    private var since = [Timestamp]()

    init(_ filter: ContainerFilter, _ engine: Engine) throws {
        before = try filter.before.map { try Self.moment(of: $0, engine) }
        since = try filter.since.map { try Self.moment(of: $0, engine) }
    }

    private static func moment(of name: String, _ engine: Engine) throws -> Timestamp {
        let id = try engine.id(of: name)
        let created = try engine.state.read { database in
            try Int64.fetchOne(database, sql: "SELECT created FROM containers WHERE id = ?", arguments: [id])
        }
        guard let created else { throw Engine.noSuchContainer(name) }
        return Timestamp(nanoseconds: created)
    }

    func contains(_ moment: Timestamp) -> Bool {
        before.allSatisfy { moment < $0 } && since.allSatisfy { moment > $0 }
    }
}

/// Measures writable layers, and looks up each image's size once.
private struct SizeReader {
    private let engine: Engine
    private var images: [String: Int64] = [:]

    init(_ engine: Engine) {
        self.engine = engine
    }

    mutating func size(of container: ListedContainer) throws -> ListedContainer.Size {
        let image = try images[container.imageID] ?? engine.images.find(container.imageID).size
        images[container.imageID] = image
        let written = try engine.writtenSize(of: container.id)
        return ListedContainer.Size(written: written, total: image + written)
    }
}

extension Engine {
    /// How much the files of the container's writable layer hold, in bytes, by their lengths.
    func writtenSize(of id: String) throws -> Int64 {
        var measure = DiskMeasure(of: .lengths)
        return try measure.size(of: ContainerRoot.upperName, in: directory(of: id).descriptor)
    }
}
