extension ContainerName {
    /// A name nobody asked for: an adjective and somebody who knew boats, the
    /// sea or the kernel.
    static func random() -> String {
        "\(adjectives.randomElement()!)_\(people.randomElement()!)"
    }

    private static let adjectives = [
        "able", "agile", "amber", "bold", "brave", "bright", "brisk", "calm", "clear", "clever", "cosy", "daring",
        "deep", "eager", "early", "fair", "fast", "fearless", "fine", "free", "fresh", "gentle", "glad", "golden",
        "grand", "handy", "happy", "honest", "jolly", "keen", "kind", "light", "lively", "lucky", "merry", "mighty",
        "neat", "nimble", "noble", "proud", "quick", "quiet", "ready", "rugged", "salty", "serene", "sharp", "silent",
        "sleek", "snug", "steady", "strong", "sunny", "sure", "swift", "tidy", "tough", "trim", "true", "vivid",
        "warm", "wild", "windy", "wise",
    ]

    private static let people = [
        "amundsen", "anson", "baret", "barents", "beaufort", "bering", "bowditch", "cabot", "cartier", "champlain",
        "chichester", "columbus", "cook", "cousteau", "dijkstra", "drake", "engelbart", "erikson", "fitzroy",
        "flinders", "franklin", "freydis", "fulton", "gama", "grace", "hamilton", "harrison", "hopper", "hudson",
        "ibn_majid", "kernighan", "knuth", "lovelace", "maclean", "magellan", "maury", "mercator", "nansen", "nelson",
        "noether", "perouse", "piccard", "polo", "pytheas", "ritchie", "ross", "scott", "shackleton", "slocum",
        "tasman", "thompson", "torvalds", "tupaia", "turing", "vancouver", "vespucci", "weddell", "zheng_he",
    ]
}
