/// A symmetric matrix, of which the eigenvalues are wanted.
///
/// Householder's reflections bring it to three diagonals, 4/3·n³ operations; there each eigenvalue is found by halving:
/// the number of negative pivots of T − x tells how many are less than x (Parlett, The Symmetric Eigenvalue Problem, 1998,
/// chapters 3 and 7). As exact as rounding of the largest allows, and the same bits each time.
struct SymmetricMatrix {
  let size: Int
  /// All elements, row by row.
  private var elements: [Double]

  /// - Parameter element: of row and column; asked for on and below the diagonal.
  init(size: Int, _ element: (Int, Int) -> Double) {
    self.size = size
    elements = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row {
        let value = element(row, column)
        elements[row * size + column] = value
        elements[column * size + row] = value
      }
    }
  }

  /// The eigenvalues, the smallest first.
  var eigenvalues: [Double] {
    let (diagonal, beside) = threeDiagonals
    guard !diagonal.isEmpty else { return [] }
    let squares = beside.map { $0 * $0 }
    // Gershgorin's circles.
    var reach = 0.0
    for row in diagonal.indices {
      let radius = (row > 0 ? abs(beside[row - 1]) : 0) + (row < beside.count ? abs(beside[row]) : 0)
      reach = max(reach, abs(diagonal[row]) + radius)
    }
    guard reach > 0 else { return diagonal }
    let tiny = reach * 1e-300
    /// The number of eigenvalues below `x`.
    func count(below x: Double) -> Int {
      var (pivot, negative) = (1.0, 0)
      for row in diagonal.indices {
        pivot = diagonal[row] - x - (row > 0 ? squares[row - 1] / pivot : 0)
        if abs(pivot) < tiny { pivot = -tiny }
        if pivot < 0 { negative += 1 }
      }
      return negative
    }
    return diagonal.indices.map { index in
      var (low, high) = (-reach, reach)
      // To the last bits of the largest.
      for _ in 0..<56 {
        let middle = low + (high - low) / 2
        if count(below: middle) > index { high = middle } else { low = middle }
      }
      return low + (high - low) / 2
    }
  }

  /// The diagonal, and what lies beside it, of a matrix with the same eigenvalues.
  private var threeDiagonals: (diagonal: [Double], beside: [Double]) {
    var a = elements
    var beside: [Double] = []
    var (vector, image) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
    for pivot in 0..<max(size - 1, 0) {
      let rest = pivot + 1..<size
      for row in rest { vector[row] = a[row * size + pivot] }
      let norm = rest.reduce(0) { $0 + vector[$1] * vector[$1] }.squareRoot()
      let below = rest.dropFirst().contains { vector[$0] != 0 }
      guard below, norm > 0 else {
        beside.append(vector[pivot + 1])
        continue
      }
      let reflected = vector[pivot + 1] > 0 ? -norm : norm
      beside.append(reflected)
      vector[pivot + 1] -= reflected
      let square = rest.reduce(0) { $0 + vector[$1] * vector[$1] }
      for row in rest {
        var sum = 0.0
        for column in rest { sum += a[row * size + column] * vector[column] }
        image[row] = 2 * sum / square
      }
      let along = rest.reduce(0) { $0 + vector[$1] * image[$1] } / square
      for row in rest { image[row] -= along * vector[row] }
      for row in rest {
        for column in rest {
          a[row * size + column] -= vector[row] * image[column] + image[row] * vector[column]
        }
      }
    }
    return ((0..<size).map { a[$0 * size + $0] }, beside)
  }
}
