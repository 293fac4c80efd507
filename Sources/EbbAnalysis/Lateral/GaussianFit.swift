private import Glibc

/// `height·exp(−(x − centre)²/2·sigma²)` through averages over bins by least squares.
///
/// A bin from a to b is held against the Gaussian's average over it, a difference of error functions: a Gaussian through
/// the centres of bins would come out wider than it is, by 0.5 % where bins are a third of sigma wide and by 11 % where
/// they are 5/3. All deviations count alike: weights by errors from few contributions, which are themselves uncertain
/// and small where by chance the contributions agree, pull the fit and put it into wrong minima.
///
/// Levenberg and Marquardt's way from Gauss and Newton's step to steepest descent (SIAM J. Appl. Math. 11, 1963,
/// 431-441), with the derivatives written out.
package struct GaussianFit: Sendable {
  package private(set) var height: Double
  package private(set) var centre: Double
  /// Above 0.
  package private(set) var sigma: Double
  /// The sum of the squares of the deviations.
  package private(set) var squares = Double.infinity

  private static let maxSteps = 500

  /// The best of the fits from several starts.
  /// - Parameters:
  ///   - x: the centres of bins, ascending.
  ///   - edges: of the bins; without them values are taken at the centres.
  ///   - starts: heights, centres and sigmas to begin with; of fits that are as good, that of the first counts.
  /// - Returns: `nil` where there are too few points, or no minimum is found.
  /// - Complexity: up to 500 times the bins for each start; cancelling is looked for every time.
  package static func best(
    x: [Double], edges: [Double]?, y: [Double], starts: [(Double, Double, Double)]
  ) throws(CancellationError) -> GaussianFit? {
    var best: GaussianFit?
    for start in starts {
      guard let fit = try GaussianFit(x: x, edges: edges, y: y, start: start) else { continue }
      if fit.squares < (best?.squares ?? .infinity) * (1 - 1e-9) { best = fit }
    }
    return best
  }

  /// The average over bin `index`.
  func average(_ index: Int, x: [Double], edges: [Double]?) -> Double {
    terms(index, x, edges).value
  }

  /// The average over a bin, and its derivatives.
  private func terms(
    _ index: Int, _ x: [Double], _ edges: [Double]?
  ) -> (value: Double, h: Double, c: Double, s: Double) {
    guard let edges else {
      let u = (x[index] - centre) / sigma
      let shape = exp(-u * u / 2)
      let c = height * shape * u / sigma
      return (height * shape, shape, c, c * u)
    }
    let (low, high) = ((edges[index] - centre) / sigma, (edges[index + 1] - centre) / sigma)
    let width = high - low
    // Of the tails, the differences that do not cancel.
    let half = 0.5.squareRoot()
    let share =
      low > 0
      ? erfc(low * half) - erfc(high * half)
      : high < 0 ? erfc(-high * half) - erfc(-low * half) : erf(high * half) - erf(low * half)
    let shape = (Double.pi / 2).squareRoot() * share / width
    let (left, right) = (exp(-low * low / 2), exp(-high * high / 2))
    return (
      height * shape, shape, height * (left - right) / (width * sigma),
      height * (shape - (high * right - low * left) / width) / sigma
    )
  }

  private init?(
    x: [Double], edges: [Double]?, y: [Double], start: (Double, Double, Double)
  ) throws(CancellationError) {
    guard x.count > 3, start.2 > 0, start.2.isFinite else { return nil }
    (height, centre, sigma) = start
    var equations = NormalEquations(self, x, edges, y)
    var damping = 1e-3
    for _ in 0..<Self.maxSteps {
      try checkCancellation()
      guard let step = equations.step(damping: damping) else { return nil }
      var next = self
      next.height += step.0
      next.centre += step.1
      next.sigma += step.2
      let improved = NormalEquations(next, x, edges, y)
      let isSmall =
        abs(step.0) <= 1e-12 * abs(height) && abs(step.1) <= 1e-12 * abs(sigma)
        && abs(step.2) <= 1e-12 * abs(sigma)
      if improved.sum <= equations.sum {
        self = next
        equations = improved
        damping = max(damping / 10, 1e-15)
      } else {
        damping *= 10
      }
      guard isSmall || damping > 1e12 else { continue }
      sigma = abs(sigma)
      squares = equations.sum
      // A Gaussian of a point, or beyond all points, is none.
      guard let first = x.first, let last = x.last, sigma > 0, height > 0, first...last ~= centre,
        sigma < 10 * (last - first)
      else { return nil }
      return
    }
    return nil
  }

  /// JᵀJ and Jᵀr of a Gaussian, and the sum of squares.
  private struct NormalEquations {
    var sum = 0.0
    private var matrix = (hh: 0.0, hc: 0.0, hs: 0.0, cc: 0.0, cs: 0.0, ss: 0.0)
    private var right = (0.0, 0.0, 0.0)

    init(_ fit: GaussianFit, _ x: [Double], _ edges: [Double]?, _ y: [Double]) {
      for index in x.indices {
        let (value, h, c, s) = fit.terms(index, x, edges)
        let residual = y[index] - value
        sum += residual * residual
        matrix.hh += h * h
        matrix.hc += h * c
        matrix.hs += h * s
        matrix.cc += c * c
        matrix.cs += c * s
        matrix.ss += s * s
        right.0 += h * residual
        right.1 += c * residual
        right.2 += s * residual
      }
    }

    /// The step that solves (JᵀJ + λ·diag JᵀJ)·step = Jᵀr, by Cholesky's factors.
    func step(damping: Double) -> (Double, Double, Double)? {
      let more = 1 + damping
      let a = (matrix.hh * more).squareRoot()
      let (b, c) = (matrix.hc / a, matrix.hs / a)
      let d = (matrix.cc * more - b * b).squareRoot()
      let e = (matrix.cs - b * c) / d
      let f = (matrix.ss * more - c * c - e * e).squareRoot()
      let first = right.0 / a
      let second = (right.1 - b * first) / d
      let third = (right.2 - c * first - e * second) / f
      let s = third / f
      let m = (second - e * s) / d
      let h = (first - b * m - c * s) / a
      return h.isFinite && m.isFinite && s.isFinite ? (h, m, s) : nil
    }
  }
}
