import JSON
import LinuxSystem

extension VolumeUsage {
    /// All that is known of the volume, in the shape that Docker's `volume inspect` has.
    public var inspection: JSONValue {
        let second: Int64 = 1_000_000_000
        let created = Timestamp(nanoseconds: volume.createdAt.nanoseconds / second * second)
        return .object(
            JSONObject(members: [
                .init(key: "CreatedAt", value: .string(created.description)),
                .init(key: "Driver", value: .string("local")),
                .init(key: "Labels", value: Self.members(volume.shownLabels)),
                .init(key: "Mountpoint", value: .string(path)),
                .init(key: "Name", value: .string(volume.name)),
                .init(key: "Options", value: Self.members(volume.options)),
                .init(key: "Scope", value: .string("local")),
            ]))
    }

    /// Docker's `null` for none.
    private static func members(_ texts: [String: String]) -> JSONValue {
        if texts.isEmpty { return .null }
        return .object(
            JSONObject(members: texts.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) }))
    }
}
