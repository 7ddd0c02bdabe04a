import LinuxSystem

extension SeccompProfile {
    /// The profile that `--security-opt seccomp=…` names; `nil` for no filter.
    static func named(_ option: SeccompOption) throws(EngineError) -> SeccompProfile? {
        switch option {
        case .unconfined: return nil
        case .standard: return .standard
        case .file(let path):
            let bytes: [UInt8]
            do throws(SystemError) {
                bytes = try Descriptor.open(path, [.readOnly]).readToEnd(limit: 4 << 20, name: path)
            } catch {
                throw EngineError(.invalid, "cannot read the seccomp profile \"\(path)\"", cause: error)
            }
            return try SeccompProfile(parsing: bytes, name: path)
        }
    }
}
