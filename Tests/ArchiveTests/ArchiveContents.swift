import Archive
import ArchiveFixtures

/// Everything a reader finds; holes are filled with zeros.
func contents(_ source: any ByteSource) throws -> [Item] {
    let reader = TarReader(source)
    var items = [Item]()
    while let entry = try reader.next() {
        var item = Item("")
        item.entry = entry
        item.content = [UInt8](repeating: 0, count: Int(min(entry.size, 1 << 24)))
        while let chunk = try reader.nextChunk() {
            // A damaged header may announce more than a test wants to hold.
            guard chunk.offset + Int64(chunk.bytes.count) <= item.content.count else { continue }
            item.content.replaceSubrange(Int(chunk.offset)..<Int(chunk.offset) + chunk.bytes.count, with: chunk.bytes)
        }
        items.append(item)
    }
    try reader.drain()
    return items
}

func contents(_ bytes: [UInt8]) throws -> [Item] {
    try contents(Compression.decompress(MemorySource(bytes)))
}
