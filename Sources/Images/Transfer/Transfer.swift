import LinuxSystem
import Synchronization

/// What all threads share that bring layers into the store: where to, how much
/// room there is, and whether one of them has failed. Then all end soon, and
/// what is told is the failure that came first.
final class Transfer: Sendable {
    private struct State {
        var failure: ImageError?
        var cancellations: [Int: @Sendable () -> Void] = [:]
        var lastNumber = 0
    }

    let store: ImageStore
    /// The directory for what is not complete.
    let staging: SharedDescriptor
    let space = FreeSpace()
    private let state = Mutex(State())

    init(_ store: ImageStore, staging: consuming Descriptor) {
        self.store = store
        self.staging = SharedDescriptor(staging)
    }

    /// Ends the transfer.
    /// - Returns: why it ends: this failure, or one that came before.
    @discardableResult
    func fail(_ failure: ImageError) -> ImageError {
        let (first, cancellations) = state.withLock { state in
            let first = state.failure ?? failure
            state.failure = first
            defer { state.cancellations = [:] }
            return (first, Array(state.cancellations.values))
        }
        for cancel in cancellations { cancel() }
        return first
    }

    /// - Throws: the failure, once the transfer has failed anywhere.
    func check() throws(ImageError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// Says what makes a wait end that may be long.
    /// - Returns: the number to take it back by.
    func whenFailed(_ cancel: @escaping @Sendable () -> Void) throws(ImageError) -> Int {
        try state.withLock { state throws(ImageError) in
            if let failure = state.failure { throw failure }
            state.lastNumber += 1
            state.cancellations[state.lastNumber] = cancel
            return state.lastNumber
        }
    }

    /// The wait has ended.
    func forget(_ number: Int) {
        state.withLock { $0.cancellations[number] = nil }
    }
}
