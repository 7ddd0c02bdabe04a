extension Report {
    /// What is seen from inside, with the answers that are the host's own marked as such.
    func writeIsolation(to page: inout HTML) {
        guard !isolation.isEmpty else { return }
        page.element("h2", "Isolation")
        page.element(
            "p", class: "lead",
            "What the program sees from inside. A container has the host's kernel, version and boot id: a defect of "
                + "that kernel is a way out. A machine has its own; between it and the host stands the monitor. The "
                + "system calls that a filter lets through were counted without making any.")
        let outside = isolation["process"]
        page.element("div", class: "wide") { page in
            page.element("table") { page in
                page.element("thead") { page in
                    page.element("tr") { page in
                        page.element("th", "")
                        for entry in entries { page.element("th", entry.title) }
                    }
                }
                for question in IsolationMeasure.questions {
                    page.element("tr") { page in
                        page.element("th", question.title)
                        for entry in entries {
                            let answer = isolation[entry.title]?[question.word]
                            let isTelling = ["kernel", "boot-id"].contains(question.word) && entry.title != "process"
                            let isSame = answer != nil && answer == outside?[question.word]
                            let mark = isTelling && outside != nil ? (isSame ? "same" : "own") : nil
                            let words = mark == "same" ? "\(answer ?? "") (the host's)" : answer ?? "–"
                            page.element("td", class: mark, words)
                        }
                    }
                }
            }
        }
    }

    /// What others have published, which was not measured here.
    func writePublished(to page: inout HTML) {
        page.element("h2", "Published elsewhere, not measured here")
        page.element("div", class: "wide") { page in
            page.element("table") { page in
                for figure in PublishedFigure.all {
                    page.element("tr") { page in
                        page.element("td", figure.subject)
                        page.element("td", figure.value)
                        page.element("td") { page in
                            page.raw("\(HTML.escaped(figure.source)), ")
                            page.raw("<a href=\"\(HTML.escaped(figure.address))\">\(HTML.escaped(figure.address))</a>")
                        }
                    }
                }
            }
        }
    }
}
