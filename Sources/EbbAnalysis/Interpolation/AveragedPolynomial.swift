/// The polynomial whose averages over some bins are nearest to given ones, by least squares.
struct AveragedPolynomial: Sendable {
  private let low: Double
  private let high: Double
  private let degree: Int
  /// The coefficients of Legendre's polynomials are these rows times the averages.
  private let solution: [[Double]]
  /// The averages of Legendre's polynomials over each bin.
  private let design: [[Double]]

  /// Places at which its maximum is looked for, before it is found between them.
  private static let places = 256

  /// - Parameter edges: ascending; more bins than the degree.
  /// - Returns: `nil` where the averages do not tell the coefficients.
  init?(degree: Int, edges: [Double]) {
    guard let first = edges.first, let last = edges.last, edges.count > degree + 1 else { return nil }
    (low, high, self.degree) = (first, last, degree)
    // Averages over the bins: ∫P_k = (P_{k+1} − P_{k−1})/(2k + 1).
    let places = edges.map { (2 * $0 - first - last) / (last - first) }
    let values = places.map { Self.legendre($0, degree + 1) }
    let design = places.indices.dropLast().map { bin in
      (0...degree).map { k in
        func integral(_ edge: Int) -> Double {
          k == 0 ? values[edge][1] : (values[edge][k + 1] - values[edge][k - 1]) / Double(2 * k + 1)
        }
        return (integral(bin + 1) - integral(bin)) / (places[bin + 1] - places[bin])
      }
    }
    var normal = (0...degree).map { row in
      (0...degree).map { column in design.reduce(0) { $0 + $1[row] * $1[column] } }
    }
    var right = (0...degree).map { row in design.map { $0[row] } }
    // Elimination; the matrix is positive definite, so that no rows need be exchanged.
    for pivot in 0...degree {
      guard normal[pivot][pivot] > 1e-12 * Double(design.count) else { return nil }
      for row in 0...degree where row != pivot {
        let factor = normal[row][pivot] / normal[pivot][pivot]
        for column in pivot...degree { normal[row][column] -= factor * normal[pivot][column] }
        for bin in design.indices { right[row][bin] -= factor * right[pivot][bin] }
      }
    }
    solution = (0...degree).map { row in right[row].map { $0 / normal[row][row] } }
    self.design = design
  }

  private func coefficients(_ averages: [Double]) -> [Double] {
    solution.map { row in zip(row, averages).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// The sum of the squared distances of these averages from the polynomial's.
  func squares(_ averages: [Double]) -> Double {
    let coefficients = coefficients(averages)
    return zip(design, averages).reduce(0) { sum, bin in
      let left = bin.1 - zip(bin.0, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
      return sum + left * left
    }
  }

  /// The highest point of the polynomial for these averages, within the bins.
  func maximum(_ averages: [Double]) -> (x: Double, y: Double) {
    let coefficients = coefficients(averages)
    func value(_ u: Double) -> Double {
      zip(Self.legendre(u, degree), coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let step = 2 / Double(Self.places)
    var best = (u: -1.0, y: value(-1))
    for place in 1...Self.places {
      let u = -1 + step * Double(place)
      let y = value(u)
      if y > best.y { best = (u, y) }
    }
    // The parabola through the highest place and its neighbours.
    if abs(best.u) < 1 {
      let (left, right) = (value(best.u - step), value(best.u + step))
      let bend = left - 2 * best.y + right
      if bend < 0 {
        let shift = (left - right) / (2 * bend)
        best = (best.u + shift * step, best.y + (right - left) * shift / 4)
      }
    }
    return (low + (high - low) * (best.u + 1) / 2, best.y)
  }

  /// Legendre's polynomials of degrees 0 to `degree`, at least two.
  private static func legendre(_ u: Double, _ degree: Int) -> [Double] {
    var values = [1, u]
    for k in 1..<max(degree, 1) where degree > 1 {
      values.append((Double(2 * k + 1) * u * values[k] - Double(k) * values[k - 1]) / Double(k + 1))
    }
    return values
  }
}
