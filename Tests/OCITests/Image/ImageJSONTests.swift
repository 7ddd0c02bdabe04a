import JSON
import OCI
import Testing

@Suite("Manifests in JSON")
struct ImageJSONTests {
    private static let digest = "sha256:" + String(repeating: "a", count: 64)
    private static let blob = #"{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"\#(digest)","size":5}"#

    @Test("are read, and written the same")
    func roundTrip() throws {
        let annotated = Self.blob.dropLast() + #","urls":["https://x"],"annotations":{"a":"b"}}"#
        let text =
            #"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":\#(Self.blob),"#
            + #""layers":[\#(annotated),\#(Self.blob)],"annotations":{"k":"v"}}"#
        let manifest = try ImageManifest(jsonText: Array(text.utf8))
        #expect(manifest.layers.count == 2)
        #expect(manifest.layers[0].urls == ["https://x"])
        #expect(String(decoding: manifest.json, as: UTF8.self) == text)
    }

    @Test("of indexes have a platform for each image")
    func index() throws {
        let entry = Self.blob.dropLast() + #","platform":{"architecture":"arm64","os":"linux","variant":"v8"}}"#
        let text = #"{"schemaVersion":2,"manifests":[\#(entry)]}"#
        let index = try ImageIndex(jsonText: Array(text.utf8))
        #expect(index.manifests[0].platform == Platform(architecture: "arm64", variant: "v8"))
        #expect(index.mediaType == nil)
        #expect(String(decoding: index.json, as: UTF8.self) == text)
    }

    @Test(
        "that are wrong are refused with the field's path",
        arguments: [
            (#"{"schemaVersion":2,"layers":[]}"#, "config: is required"),
            (
                #"{"schemaVersion":2,"config":\#(blob.replacing("5}", with: "-5}")),"layers":[]}"#,
                "config.size: -5 is negative"
            ),
            (#"{"schemaVersion":2,"config":\#(blob),"layers":[{"digest":"x"}]}"#, "layers[0].mediaType: is required"),
            (#"{"schemaVersion":2,"config":\#(blob.replacing("aaaa", with: "../.")),"layers":[]}"#, "config.digest: "),
            (
                #"{"schemaVersion":2,"config":\#(blob.replacing("5}", with: "99999999999999999999}")),"layers":[]}"#,
                "config.size: "
            ),
        ])
    func refused(text: String, problem: String) throws {
        let error = try #require(throws: JSONError.self) { try ImageManifest(jsonText: Array(text.utf8)) }
        #expect("\(error)".hasPrefix(problem), "\(error)")
    }
}
