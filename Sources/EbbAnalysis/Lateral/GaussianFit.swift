private import Glibc

/// `height·exp(−(x − centre)²/2·sigma²)` through points by least squares.
///
/// Levenberg and Marquardt's way from Gauss and Newton's step to steepest descent (SIAM J. Appl. Math. 11, 1963,
/// 431-441), with the derivatives written out.
package struct GaussianFit: Sendable {
  package private(set) var height: Double
  package private(set) var centre: Double
  /// Above 0.
  package private(set) var sigma: Double

  private static let mostSteps = 500

  /// - Parameters:
  ///   - errors: what the deviations are divided by; `nil` for all alike.
  ///   - start: height, centre and sigma to begin with.
  /// - Returns: `nil` where there are too few points, or no minimum is found.
  /// - Complexity: up to 500 times the points; cancelling is looked for every time.
  package init?(
    x: [Double], y: [Double], errors: [Double]?, start: (Double, Double, Double)
  ) throws(CancellationError) {
    guard x.count > 3, start.2 > 0, start.2.isFinite else { return nil }
    let weights = errors?.map { 1 / ($0 * $0) }
    (height, centre, sigma) = start
    var equations = NormalEquations(self, x, y, weights)
    var damping = 1e-3
    for _ in 0..<Self.mostSteps {
      try checkCancellation()
      guard let step = equations.step(damping: damping) else { return nil }
      var next = self
      next.height += step.0
      next.centre += step.1
      next.sigma += step.2
      let improved = NormalEquations(next, x, y, weights)
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

    init(_ fit: GaussianFit, _ x: [Double], _ y: [Double], _ weights: [Double]?) {
      for index in x.indices {
        let u = (x[index] - fit.centre) / fit.sigma
        let shape = exp(-u * u / 2)
        let residual = y[index] - fit.height * shape
        let w = weights?[index] ?? 1
        let (h, c) = (shape, fit.height * shape * u / fit.sigma)
        let s = c * u
        sum += w * residual * residual
        matrix.hh += w * h * h
        matrix.hc += w * h * c
        matrix.hs += w * h * s
        matrix.cc += w * c * c
        matrix.cs += w * c * s
        matrix.ss += w * s * s
        right.0 += w * h * residual
        right.1 += w * c * residual
        right.2 += w * s * residual
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
