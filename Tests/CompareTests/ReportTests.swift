import JSON
import TestSupport
import Testing

@testable import Compare

@Suite("The report of a comparison")
struct ReportTests {
    @Test("the table has each median, in multiples of Skiff's")
    func table() throws {
        let text = try report().table
        let line = try #require(
            text.split(separator: "\n").first { $0.hasPrefix("to the program's first instruction") })
        #expect(line.contains("10.0 ms"))
        #expect(line.contains("2.00 s (200×)"))
        #expect(text.contains("Left out: docker: its daemon doesn't answer.\n"))
        #expect(text.contains("is measured up to 4 instances and extrapolated beyond"))
    }

    @Test("the JSON has every value, and the medians")
    func json() throws {
        let json = try TestSupport.JSON(parsing: String(decoding: report().json, as: UTF8.self))
        #expect(json["figures"][0]["values"]["skiff"].elements.count == 3)
        #expect(json["figures"][0]["medians"]["microvm (tcg)"].number == 2000)
        #expect(json["leftOut"]["docker"].string == "its daemon doesn't answer")
        #expect(json["densityPoints"]["skiff"][1]["instances"].number == 2)
        #expect(!json["published"].elements.isEmpty)
    }

    @Test("the page has a dot for each measurement and loads nothing from elsewhere")
    func page() throws {
        let page = try report().page
        #expect(page.hasPrefix("<!DOCTYPE html>"))
        // Three of Skiff's, three of the machine's, and two of memory each.
        #expect(page.split(separator: "class=\"dot\"").count - 1 >= 10)
        for forbidden in ["<script", "<link", "<img", "src=", "@import", "url("] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        #expect(page.contains("prefers-color-scheme: dark"))
        #expect(page.contains("@media print"))
        #expect(page.contains("200×"))
        #expect(page.contains("Firecracker, published"))
        for element in ["figure", "svg", "table", "div", "section", "ul", "span"] {
            let opened = page.split(separator: "<\(element)").count
            let closed = page.split(separator: "</\(element)>").count
            #expect(opened == closed, "\(element)")
        }
    }

    @Test("what other programs say can't become markup")
    func hostile() throws {
        var report = try report()
        report.leftOut = [("runc", "<script>alert('x')</script> & \"more\"")]
        report.isolation["skiff"]?["host-name"] = "<b>"
        #expect(!report.page.contains("<script"))
        #expect(!report.page.contains("<b></td>"))
        #expect(report.page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"))
        #expect(!report.table.contains("\u{1b}"))
    }

    @Test("nobody's figures make no page that fails")
    func empty() throws {
        var report = try report()
        report.entries = []
        report.figures = []
        report.points = [:]
        report.isolation = [:]
        #expect(report.page.hasSuffix("</html>\n"))
        #expect(!report.json.isEmpty)
    }

    private func report() throws -> Report {
        var report = Report(
            machine: try MachineFacts(), commandLine: ["skiff", "compare", "--image", "it's"], image: "busybox (0123)",
            runs: 3, density: 4, budget: 1 << 30)
        report.entries = [
            Report.Entry(title: "skiff", kind: "container", version: "skiff 0.1.0", command: "skiff run"),
            Report.Entry(title: "microvm (tcg)", kind: "virtual machine", version: "QEMU", command: "qemu"),
        ]
        var start = StartMeasure().figures[0]
        start.values = ["skiff": [9, 11, 10], "microvm (tcg)": [1900, 2000, 2100]]
        var fitting = MemoryMeasure(density: 4, budget: 1 << 30).figures[4]
        fitting.values = ["skiff": [1000], "microvm (tcg)": [5]]
        report.figures = [start, fitting]
        for (title, size) in [("skiff", 1e6), ("microvm (tcg)", 2e8)] {
            report.points[title] = (1...4).map { count in
                MemoryMeasure.Point(
                    count: count, proportional: size * Double(count), privateDirty: size, kernel: -5, unavailable: 0)
            }
        }
        report.isolation = ["skiff": ["kernel": "6.1", "host-name": "a"], "microvm (tcg)": ["kernel": "6.2"]]
        report.leftOut = [("docker", "its daemon doesn't answer")]
        return report
    }
}
