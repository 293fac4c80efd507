internal import Glibc

/// The places of maps on a picture, one below another; in cm.
///
/// A map as wide as there is room for, and as high as its lengths ask for: where both axes are of the same unit they
/// have one scale, if that is neither a strip nor a tower.
struct MapLayout {
  struct Box: Equatable {
    var left: Double
    var width: Double
    /// The height of its foot above the foot of the picture.
    var bottom: Double
    var height: Double
  }

  /// Room for labels: at the left, at the right with the colours, above, below.
  private static let left = 1.4
  private static let right = 2.05
  private static let above = 0.6
  private static let below = 1.4

  let boxes: [Box]
  let height: Double
  private let width: Double

  init(_ maps: [HeatMap], _ style: PictureStyle) {
    let room = style.width - Self.left - Self.right
    let sizes = maps.map { map in
      let height = room * (Self.trueRatio(map) ?? 0.7)
      // A tower is made narrower.
      let highest = 0.8 * room
      return height > highest ? (room * highest / height, highest) : (room, max(height, 0.9))
    }
    let height = sizes.reduce(0) { $0 + Self.above + $1.1 + Self.below }
    var top = height
    boxes = sizes.map { width, high in
      top -= Self.above + high + Self.below
      return Box(left: Self.left + (room - width) / 2, width: width, bottom: top + Self.below, height: high)
    }
    self.height = height
    width = style.width
  }

  /// Height over width, where both axes have the same unit.
  private static func trueRatio(_ map: HeatMap) -> Double? {
    guard map.horizontal.unit == map.vertical.unit, !map.horizontal.isLogarithmic,
      !map.vertical.isLogarithmic,
      let left = map.columns.first, let right = map.columns.last, let low = map.rows.first,
      let high = map.rows.last, right > left, high > low
    else { return nil }
    let ratio = (high - low) / (right - left)
    return 0.1...10 ~= ratio ? ratio : nil
  }

  /// The factor between the ticks of a logarithmic scale, of which `count` are about all.
  static func factor(_ low: Double, _ high: Double, _ count: Int) -> Double {
    pow(10, max((log10(high / low) / Double(count)).rounded(.up), 1))
  }

  /// gnuplot's words for a map's place.
  func margins(_ index: Int) -> [String] {
    let box = boxes[index]
    return [
      ("l", box.left / width), ("r", (box.left + box.width) / width), ("b", box.bottom / height),
      ("t", (box.bottom + box.height) / height),
    ].map { "set \($0.0)margin at screen \($0.1)" }
  }

  /// A step of 1, 2 or 5 times a power of ten, of which `count` are about `range`.
  static func step(_ range: Double, _ count: Int) -> Double {
    let rough = range / Double(count)
    guard rough > 0, rough.isFinite else { return 1 }
    let power = pow(10, log10(rough).rounded(.down))
    return power * ([1, 2, 5].first { $0 * power >= 0.75 * rough } ?? 10)
  }
}
