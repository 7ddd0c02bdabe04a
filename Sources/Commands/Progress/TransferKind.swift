import Images

/// What a transfer is for, which decides how its phases are called; the words are Docker's.
public enum TransferKind: Sendable {
    case load
    case pull
    case push

    /// What is being done with a part: `Pull complete`.
    func words(for phase: TransferProgress.Phase) -> String {
        switch phase {
        case .waiting: "Waiting"
        case .waitingForOther: "Waiting for another process"
        case .exists: self == .push ? "Layer already exists" : "Already exists"
        case .loading: "Loading layer"
        case .downloading: "Downloading"
        case .verifying: "Verifying"
        case .unpacking: "Extracting"
        case .uploading: "Pushing"
        case .mounted(let repository): "Mounted from \(repository)"
        case .retrying: "Retrying"
        case .complete: completed
        }
    }

    private var completed: String {
        switch self {
        case .load: "Loaded"
        case .pull: "Pull complete"
        case .push: "Pushed"
        }
    }
}

extension TransferProgress.Phase {
    /// Nothing more happens to the part.
    var isFinal: Bool {
        switch self {
        case .exists, .mounted, .complete: true
        case .waiting, .waitingForOther, .loading, .downloading, .verifying, .unpacking, .uploading, .retrying: false
        }
    }

    /// Somebody works on the part.
    var isMoving: Bool { !isFinal && self != .waiting }

    /// Bytes tell how far it is.
    var isMeasured: Bool {
        switch self {
        case .loading, .downloading, .verifying, .uploading: true
        case .waiting, .waitingForOther, .exists, .unpacking, .mounted, .retrying, .complete: false
        }
    }
}
