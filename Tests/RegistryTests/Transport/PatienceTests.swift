import Testing

@testable import Registry

@Suite("Waiting for a registry")
struct PatienceTests {
    private var patience: Patience {
        var limits = TransferLimits()
        limits.window = 10
        limits.slowest = 100
        return Patience(limits)
    }

    @Test("goes on while enough comes")
    func enough() throws {
        var patience = patience
        for _ in 0..<100 { try patience.note(seconds: 1, bytes: 100) }
    }

    @Test("ends when nothing comes")
    func nothing() throws {
        var patience = patience
        try patience.note(seconds: 9, bytes: 0)
        #expect(patience.remaining == 1)
        #expect(throws: ExchangeFailure.self) { try patience.note(seconds: 1, bytes: 0) }
    }

    @Test("ends when it only drips, however steadily")
    func drip() {
        var patience = patience
        #expect(throws: ExchangeFailure.self) {
            for _ in 0..<100 { try patience.note(seconds: 0.5, bytes: 1) }
        }
    }
}
