internal import EbbModel

/// The deviates of the differences of two pages' bins, by Welch's t.
struct WelchDeviates {
  private let freedoms: (a: Double, b: Double)
  private let counts: (a: [Int]?, b: [Int]?)
  private let contributions: (a: Int, b: Int)
  /// That of the bin before, which may have the same degrees of freedom.
  private var last = NormalDeviate(degreesOfFreedom: .infinity)
  private var lastFreedom = Double.infinity

  init(_ a: ResultPage, _ b: ResultPage) {
    func freedom(_ page: ResultPage) -> Double {
      page.degreesOfFreedom ?? (page.contributions > 1 ? Double(page.contributions - 1) : .infinity)
    }
    freedoms = (freedom(a), freedom(b))
    counts = (a.binContributions, b.binContributions)
    contributions = (a.contributions, b.contributions)
  }

  /// - Returns: `nil` where there is no error to hold the difference against.
  mutating func deviate(of difference: Double, _ a: Double, _ b: Double, bin: Int) -> Double? {
    let (x, y) = (a * a, b * b)
    let variance = x + y
    guard variance > 0, variance.isFinite else { return nil }
    // A bin that skips contributions has as many degrees of freedom less.
    let own = freedoms.a - Double(counts.a.map { contributions.a - $0[bin] } ?? 0)
    let other = freedoms.b - Double(counts.b.map { contributions.b - $0[bin] } ?? 0)
    guard a == 0 || own > 0, b == 0 || other > 0 else { return nil }
    let share = x / variance
    let inverse = (x > 0 ? share * share / own : 0) + (y > 0 ? (1 - share) * (1 - share) / other : 0)
    let freedom = 1 / inverse
    if freedom != lastFreedom {
      last = NormalDeviate(degreesOfFreedom: freedom)
      lastFreedom = freedom
    }
    return last.deviate(of: difference / variance.squareRoot())
  }
}
