import Images
import LinuxSystem
import StateStore

extension Engine {
    /// Compares the volumes' rows with their directories. Files of people are nobody's garbage: a directory
    /// without a row becomes a volume.
    func checkVolumes(repair: Bool) throws -> [StoreProblem] {
        guard try state.directory.statusIfPresent(of: VolumeDirectories.name) != nil else { return [] }
        // Rows and directories change together, within transactions.
        let problems = try change { database in
            let known = try Set(VolumeTable.all(in: database).map(\.name))
            let directories = try VolumeDirectories(in: state)
            let present = try Set(directories.descriptor.entries().map(\.shown))
            var problems = [StoreProblem]()
            for name in known.subtracting(present).sorted() {
                if repair { try directories.make(name) }
                problems.append(.ofVolume(name, "its directory is missing", repair))
            }
            for name in present.subtracting(known).sorted() {
                guard (try? VolumeName(parsing: name)) != nil else {  // the reason doesn't matter
                    let path = "\(VolumeDirectories.name)/\(name)"
                    problems.append(.ofVolume(path, "nothing refers to it", repair, subject: .orphan))
                    continue
                }
                if repair {
                    let found = Volume(
                        name: name, createdAt: .now(), isAnonymous: false, labels: [:], options: [:])
                    try VolumeTable.insert(found, project: nil, in: database)
                }
                problems.append(.ofVolume(name, "no volume is known of that directory", repair))
            }
            return problems
        }
        if repair { try VolumeDirectories(in: state).sweep() }
        return problems
    }
}

extension StoreProblem {
    fileprivate static func ofVolume(
        _ name: String, _ reason: String, _ isRepaired: Bool, subject: Subject = .volume
    ) -> StoreProblem {
        StoreProblem(subject: subject, name: name, reason: reason, outcome: isRepaired ? .repaired : .found)
    }
}
