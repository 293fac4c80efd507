internal import EbbAggregate
internal import EbbModel
internal import Glibc

/// The folds of contributions beside plain copies of memory, turn by turn. Called by aggregate.py.
///
/// For each count of bins a line a contender: its name, the count, the bytes that it moves a value, and then the
/// nanoseconds a value of every round.
@main struct AggregateBench {
  /// A step of the work: what is measured, and the bytes that it reads and writes a value.
  struct Contender {
    var name: String
    var bytes: Int
    /// Works through `values` once.
    var run: (_ values: [Double]) -> Void
  }

  /// So many values are worked through in a turn, at least.
  static let valuesOfTurn = 8_000_000

  static func main() {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    guard let rounds = arguments.first, arguments.count > 1 else {
      print("usage: aggregate-bench ROUNDS BINS…")
      exit(64)
    }
    for bins in arguments.dropFirst() { measure(bins: bins, rounds: rounds) }
  }

  private static func measure(bins: Int, rounds: Int) {
    // Contributions that differ, a fifth of them zeros.
    let pages = (0..<4).map { (page: Int) -> [Double] in
      (0..<bins).map { (bin: Int) -> Double in
        let mixed = (bin &* 7919 &+ page &* 104_729) % 1_000_003
        return bin % 5 == 0 ? 0 : 1 + Double(mixed) / 1e6
      }
    }
    let turns = max(1, valuesOfTurn / bins / pages.count)
    var times: [[Double]] = []
    let contenders = contenders(pages[0])
    for round in -1..<rounds {
      for (index, contender) in contenders.enumerated() {
        let start = now()
        for _ in 0..<turns { for values in pages { contender.run(values) } }
        let seconds = now() - start
        // The first round warms up.
        if round == -1 {
          times.append([])
        } else {
          times[index].append(seconds * 1e9 / Double(turns * pages.count * bins))
        }
      }
    }
    for (contender, times) in zip(contenders, times) {
      let texts = times.map { String($0) }.joined(separator: "\t")
      print("\(contender.name)\t\(bins)\t\(contender.bytes)\t\(texts)")
    }
  }

  private static func contenders(_ page: [Double]) -> [Contender] {
    var target = page
    var sum = page
    var mean = WeightedMean()
    mean.add(page, weight: 1000, isFinite: true)
    var statistics = StatisticsAccumulator(rule: .mean, policy: .propagate)
    var stored = StoredPage(
      quantity: "DOSE", unit: "MeV/g", metadata: Metadata(), axes: [], values: page, isFinite: true)
    statistics.add(stored, weight: 1000)
    return [
      // STREAM's copy and add (McCalpin, 1995): no better use of memory can be hoped for.
      Contender(name: "copy", bytes: 16) { values in
        let from = values.span
        var to = target.mutableSpan
        for bin in from.indices { to[bin] = from[bin] }
      },
      Contender(name: "add", bytes: 24) { values in
        let from = values.span
        var to = sum.mutableSpan
        for bin in from.indices { to[bin] += from[bin] }
      },
      // Reads the value, mean and S, writes mean and S.
      Contender(name: "WeightedMean.add", bytes: 40) { mean.add($0, weight: 1000, isFinite: true) },
      // Reads the value, the mean and five moments, writes six, and reads two once more for the trend.
      Contender(name: "StatisticsAccumulator.add", bytes: 120) { values in
        stored.values = values
        statistics.add(stored, weight: 1000)
      },
    ]
  }

  /// Of the processor: other processes do not disturb it as much as what passes on the clock.
  private static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
