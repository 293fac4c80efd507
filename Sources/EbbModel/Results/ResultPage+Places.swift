extension ResultPage {
  /// The place of a bin: "y = 0.25 cm, z = 15.3 cm"; empty for a single value.
  /// - Parameter bin: its place in `values`.
  package func place(of bin: Int) -> String {
    var rest = bin
    var parts: [String] = []
    for axis in axes.reversed() {
      parts.append(axis.place(of: rest % axis.centres.count))
      rest /= axis.centres.count
    }
    return parts.reversed().joined(separator: ", ")
  }
}
