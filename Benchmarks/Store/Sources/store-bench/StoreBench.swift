internal import EbbModel
internal import EbbStore
internal import Glibc

/// Reads the data of all pages of a store, each time that a line on standard input asks for it: `ebb`, or the
/// database's own library at its best, `library`. Answers with seconds on the clock, of the processor, and bytes.
@main
enum StoreBench {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else { fatalError("usage: store-bench URL") }
    let text = CommandLine.arguments[1]
    let url = try StoreURL(text)
    while let contender = readLine() {
      let (bytes, clock): (Int, Stopwatch)
      if contender == "ebb" {
        (bytes, clock) = try await ebb(url)
      } else if let file = url.address as? SQLiteAddress {
        (bytes, clock) = library { SQLiteLibrary.read(file.path) }
      } else {
        (bytes, clock) = library { PostgreSQLLibrary.read(text) }
      }
      print("\(clock.wall) \(clock.processor) \(bytes)")
      // A pipe is written to when much has come together, and somebody waits for this line.
      fflush(nil)
    }
  }

  /// The time of opening and of listing is not counted.
  private static func ebb(_ url: StoreURL) async throws -> (Int, Stopwatch) {
    let store = try await url.address.open(verify: false)
    let pages = try await store.pages(of: .all, details: false, limit: nil).map(\.id)
    var clock = Stopwatch()
    var bytes = 0
    var reader = store.data(of: pages)
    while let data = try await reader.next() { bytes += data.bytes.count }
    clock.stop()
    await store.close()
    return (bytes, clock)
  }

  private static func library(_ read: () -> Int) -> (Int, Stopwatch) {
    var clock = Stopwatch()
    let bytes = read()
    clock.stop()
    return (bytes, clock)
  }
}

/// Seconds since it was made, then those until it was stopped.
private struct Stopwatch {
  private(set) var wall = now(CLOCK_MONOTONIC)
  private(set) var processor = now(CLOCK_PROCESS_CPUTIME_ID)

  mutating func stop() {
    wall = Self.now(CLOCK_MONOTONIC) - wall
    processor = Self.now(CLOCK_PROCESS_CPUTIME_ID) - processor
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
