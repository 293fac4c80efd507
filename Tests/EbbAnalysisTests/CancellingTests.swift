import EbbModel
import EbbTestSupport
import Synchronization
import Testing

@testable import EbbAnalysis

/// What takes long: the same on any number of threads, and over soon after it is cancelled.
@Suite("Long computations")
struct CancellingTests {
  private static let threads = [1, 2, 5]

  private static func random(_ count: Int, from low: Double = 0.2) -> [Double] {
    var random = SeededGenerator(seed: 3)
    return (0..<count).map { _ in low + Double(random.next() >> 11) * 0x1p-53 }
  }

  /// Runs `work` in a task, and hands it what cancels that task.
  private static func cancelled<R: Sendable>(
    _ work: @escaping @Sendable (_ cancel: @escaping @Sendable () -> Void) async throws -> R
  ) async -> Result<R, any Error> {
    let running = Running<R>()
    let (gate, opened) = AsyncStream<Void>.makeStream()
    let task = Task {
      for await _ in gate { break }
      return try await work { running.task.withLock { $0?.cancel() } }
    }
    running.task.withLock { $0 = task }
    opened.yield()
    return await task.result
  }

  private final class Running<R: Sendable>: Sendable {
    let task = Mutex<Task<R, any Error>?>(nil)
  }

  /// Counts, and cancels at a count.
  private final class Count: Sendable {
    private let number = Mutex(0)
    var value: Int { number.withLock { $0 } }

    func add(cancellingAt last: Int, _ cancel: () -> Void) {
      if number.withLock({
        $0 += 1
        return $0
      }) == last {
        cancel()
      }
    }
  }

  private static func isCancelled<R>(_ result: Result<R, any Error>) -> Bool {
    if case .failure(is CancellationError) = result { return true }
    return false
  }

  // MARK: The same bits

  @Test("results are in the order of their numbers", arguments: [0, 1, 3, 200], threads)
  func order(count: Int, threads: Int) async throws {
    #expect(try await inParallel(count, threads: threads) { $0 * $0 } == (0..<count).map { $0 * $0 })
    #expect(try await inParallel(count, threads: 0) { $0 } == Array(0..<count))
  }

  @Test("the gamma index is the same on any number of threads, of short axes and long")
  func gammaThreads() async throws {
    for axes in [[40, 30], [2, 4100]] {
      let centres = axes.map { count in (0..<count).map { Double($0) * 0.2 } }
      let reference = Self.random(axes[0] * axes[1])
      let evaluated = reference.enumerated().map { $1 * ($0 % 3 == 0 ? 1.05 : 0.99) }
      let index = GammaIndex(dose: 0.03, distance: 0.3)
      var found: [[UInt64]] = []
      for threads in Self.threads {
        found.append(
          try await index.values(
            reference: .init(axes: centres, values: reference),
            evaluated: .init(axes: centres, values: evaluated),
            threads: threads
          ).map(\.bitPattern))
      }
      #expect(found.allSatisfy { $0 == found[0] })
      #expect(found[0].count == reference.count)
    }
  }

  @Test("a long axis gives what a short one does")
  func longAxis() async throws {
    let index = GammaIndex(dose: 0.03, distance: 0.3)
    let axis = (0..<4200).map { Double($0) * 0.1 }
    var reference = Self.random(4200)
    // Criteria go by the largest dose, which both have.
    reference[7] = 2
    let evaluated = reference.map { $0 * 1.02 }
    let long = try await index.values(
      reference: .init(axes: [axis], values: reference), evaluated: .init(axes: [axis], values: evaluated),
      threads: 2)
    let short = try await index.values(
      reference: .init(axes: [Array(axis[..<2000])], values: Array(reference[..<2000])),
      evaluated: .init(axes: [Array(axis[..<2000])], values: Array(evaluated[..<2000])), threads: 2)
    #expect(long[..<1900] == short[..<1900])
    #expect(short.contains { $0 > 0.1 })
  }

  @Test("the jackknife's errors and those from bins are the same on any number of threads")
  func errorThreads() async throws {
    let page = Self.random(300)
    let replicates = Replicates(
      weights: Self.random(23),
      values: (0..<23).map { group in page.map { $0 * (1 + 0.01 * Double(group)) } },
      contributions: 23)
    var found: [[[Double?]]] = []
    for threads in Self.threads {
      found.append([
        try await Jackknife.errors(of: [1, nil], page, replicates, threads: threads) {
          [$0.reduce(0, +), nil]
        },
        try await BinErrors.errors(of: [1, nil], page, page.map { $0 / 10 }, threads: threads) {
          [$0.reduce(0, +), nil]
        },
      ])
    }
    #expect(found.allSatisfy { $0 == found[0] })
    #expect(found[0].allSatisfy { $0[0] != nil && $0[1] == nil })
  }

  // MARK: Cancelled

  @Test("a gamma index that is cancelled looks at no further bins", arguments: threads)
  func gamma(threads: Int) async throws {
    let axis = (0..<60).map { Double($0) * 0.1 }
    let flat = [Double](repeating: 1, count: 60 * 60 * 60)
    let slices = flat.count / GammaIndex.binsOfSlice
    let seen = Count()
    let result = await Self.cancelled { cancel in
      try await GammaIndex(dose: 0.03, distance: 1).slices(
        of: .init(axes: [axis, axis, axis], values: flat),
        .init(axes: [axis, axis, axis], values: flat.map { $0 * 2 }), threads: threads
      ) { _ in seen.add(cancellingAt: 2, cancel) }
    }
    #expect(Self.isCancelled(result))
    #expect(2...threads + 1 ~= seen.value)
    #expect(slices > 800)
  }

  @Test("a jackknife that is cancelled leaves out no further groups", arguments: threads)
  func jackknife(threads: Int) async throws {
    let replicates = Replicates(
      weights: Self.random(500), values: (0..<500).map { [Double($0)] }, contributions: 500)
    let seen = Count()
    let result = await Self.cancelled { cancel in
      try await Jackknife.errors(of: [1], [1], replicates, threads: threads) {
        seen.add(cancellingAt: 3, cancel)
        return [$0[0]]
      }
    }
    #expect(Self.isCancelled(result))
    #expect(3...threads + 2 ~= seen.value)
  }

  @Test("errors from bins that are cancelled draw no further", arguments: threads)
  func binErrors(threads: Int) async throws {
    let seen = Count()
    let result = await Self.cancelled { cancel in
      try await BinErrors.errors(of: [1], [1, 2], [0.1, 0.1], threads: threads) {
        seen.add(cancellingAt: 3, cancel)
        return [$0[0]]
      }
    }
    #expect(Self.isCancelled(result))
    #expect(3...threads + 2 ~= seen.value)
  }

  @Test("figures of one page, and a comparison of two, end too")
  func figures() async throws {
    let curve = (0..<50).map { (bin: Int) -> Double in
      let distance = Double(bin - 20)
      return 1 / (1 + distance * distance)
    }
    let page = smallPage(curve, over: [("z", 0, 10, 50)])
    let across = smallPage(curve, over: [("x", 0, 10, 50)])
    let mesh = smallPage(curve, over: [("x", 0, 1, 2), ("y", 0, 1, 5), ("z", 0, 1, 5)])
    let analyses: [any PageAnalysis] = [
      try BraggAnalysis(page, .linear, level: .maximum),
      try LateralAnalysis(across, .linear, level: .maximum),
      try DoseVolumeAnalysis(mesh, of: .maximum, noise: .keep),
    ]
    for analysis in analyses {
      let result = await Self.cancelled { cancel -> [Double?] in
        cancel()
        return try analysis.figures(of: curve)
      }
      #expect(Self.isCancelled(result))
    }
    let result = await Self.cancelled { cancel -> PageComparison in
      cancel()
      return try PageComparison(page, page)
    }
    #expect(Self.isCancelled(result))
  }
}
