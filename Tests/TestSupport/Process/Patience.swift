import Glibc

/// How many times longer than usual the tests wait for anything:
/// `SKIFF_TEST_PATIENCE`, on a machine whose processor is emulated. 1 unless told otherwise.
enum Patience {
    static let factor: Int = {
        guard let text = getenv("SKIFF_TEST_PATIENCE"), let factor = Int(String(cString: text)), factor > 0
        else { return 1 }
        return factor
    }()
}
