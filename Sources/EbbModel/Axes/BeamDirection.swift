/// Along which axis a beam goes, and which way: "z", "-z".
package struct BeamDirection: Sendable, Equatable, CustomStringConvertible {
  /// "x", "y" or "z".
  package var axis: String
  package var isNegative: Bool

  package init(axis: String, isNegative: Bool) {
    self.axis = axis
    self.isNegative = isNegative
  }

  /// Reads "z", "+z", "-z".
  package init?(_ text: String) {
    let name = text.lowercased().drop { $0 == "+" || $0 == "-" }
    guard ["x", "y", "z"].contains(name), text.count - name.count <= 1 else { return nil }
    self.init(axis: String(name), isNegative: text.first == "-")
  }

  /// The axis that a vector goes along, to about 6 degrees; `nil` where it goes along none.
  package init?(vector: [Double]) {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard vector.count == 3, length > 0, length.isFinite,
      let index = vector.indices.first(where: { abs(vector[$0]) > 0.995 * length })
    else { return nil }
    self.init(axis: ["x", "y", "z"][index], isNegative: vector[index] < 0)
  }

  package var description: String { (isNegative ? "-" : "+") + axis }
}

/// The source from which it is known which way a beam goes.
package enum BeamSource: String, Sendable {
  case option
  case input
  /// The side of the peak on which the dose is higher.
  case plateau
}
