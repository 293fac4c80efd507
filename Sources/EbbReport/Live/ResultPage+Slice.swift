package import EbbModel

extension ResultPage {
  /// The slice of a page of three axes or more through its largest bin: over z and the first other axis, or the first two.
  /// - Returns: the page over these, and the places on the others: "y = 0.05 cm"; `nil` of fewer axes.
  package var largestSlice: (page: ResultPage, place: String)? {
    guard axes.count > 2, !isPhaseSpace else { return nil }
    let shape = shape
    let largest = values.indices.lazy.filter { values[$0].isFinite }.max { values[$0] < values[$1] } ?? 0
    var place = [Int](repeating: 0, count: shape.count)
    var rest = largest
    for index in shape.indices.reversed() {
      place[index] = rest % shape[index]
      rest /= shape[index]
    }
    let second = axes.lastIndex { $0.name == "z" } ?? 1
    let first = second == 0 ? 1 : 0
    let (low, high) = (min(first, second), max(first, second))
    func bin(_ i: Int, _ j: Int) -> Int {
      shape.indices.reduce(0) { $0 * shape[$1] + ($1 == low ? i : $1 == high ? j : place[$1]) }
    }
    let bins = (0..<shape[low]).flatMap { i in (0..<shape[high]).map { bin(i, $0) } }
    var slice = self
    slice.axes = [axes[low], axes[high]]
    slice.values = bins.map { values[$0] }
    slice.errors = errors.map { errors in bins.map { errors[$0] } }
    let others = axes.indices.filter { $0 != low && $0 != high }
    return (slice, others.map { axes[$0].place(of: place[$0]) }.joined(separator: ", "))
  }
}
