/// A rectangle on a picture, in points from its left and lower edge.
struct Box: Sendable, Equatable {
  var left: Double
  var bottom: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var top: Double { bottom + height }
  var centre: Double { left + width / 2 }
  var middle: Double { bottom + height / 2 }
}
