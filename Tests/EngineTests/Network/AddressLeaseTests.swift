import Glibc
import LinuxSystem
import Networks
import StateStore
import TestSupport
import Testing

@testable import Engine

@Suite("Addresses that containers have")
struct AddressLeaseTests {
    private let id = "0123"

    private func withDirectory(_ body: (borrowing NetworkDirectory) throws -> Void) throws {
        let temporary = try TemporaryDirectory()
        let state = try Descriptor.open(temporary.path, [.directory])
        try NetworkDirectory.make(id, in: state)
        guard let directory = try NetworkDirectory.ofNetwork(id, in: state) else {
            throw EngineError(.internal, "no directory was made")
        }
        try body(directory)
        try temporary.remove()
    }

    private func subnet(_ text: String) throws -> NetworkSubnet {
        let subnet = try #require(Subnet(parsing: text))
        return NetworkSubnet(subnet: subnet, gateway: NetworkSubnet.firstAddress(of: subnet))
    }

    @Test("everybody gets one of his own until none is left, and the freed one is the next one's")
    func fills() throws {
        try withDirectory { directory in
            let subnet = try subnet("10.9.0.0/28")
            var taken = Set<IPAddress>()
            for number in 0..<13 { taken.insert(try #require(try directory.takeFree(in: subnet, for: "c\(number)"))) }
            #expect(taken.count == 13 && taken.allSatisfy(subnet.isFree))
            #expect(try directory.takeFree(in: subnet, for: "late") == nil)
            let freed = try #require(taken.first)
            let holder = try #require(try directory.holder(of: freed))
            try directory.release(freed, of: "somebody else")
            #expect(try directory.holder(of: freed) == holder)
            try directory.release(freed, of: holder)
            #expect(try directory.takeFree(in: subnet, for: "late") == freed)
            #expect(try directory.leases().count == 13)
        }
    }

    @Test("a container gets the same one again, and the one it asks for unless somebody has it")
    func stays() throws {
        try withDirectory { directory in
            for text in ["172.30.0.0/16", "fd00:1::/64"] {
                let subnet = try subnet(text)
                let address = try #require(try directory.takeFree(in: subnet, for: "one"))
                #expect(try directory.take(address, for: "one"))
                #expect(try !directory.take(address, for: "two"))
                try directory.release(address, of: "one")
                #expect(try directory.takeFree(in: subnet, for: "one") == address)
            }
        }
    }

    @Test("a network that was removed has none")
    func removed() throws {
        let temporary = try TemporaryDirectory()
        let state = try Descriptor.open(temporary.path, [.directory])
        try NetworkDirectory.make(id, in: state)
        try NetworkDirectory.remove(id, in: state)
        try NetworkDirectory.remove(id, in: state)
        let isThere = try NetworkDirectory.ofNetwork(id, in: state) != nil
        #expect(!isThere)
        try temporary.remove()
    }
}
