import LinuxSystem
import StateStore

extension Engine {
    /// The names of the directories of volumes; none where there are no volumes, or they can't be read.
    public var volumeDirectoryNames: [String] {
        // A name that isn't offered can still be typed.
        let entries = (try? state.directory.openDirectory("volumes").entries()) ?? []
        return entries.map(\.shown).sorted()
    }
}
