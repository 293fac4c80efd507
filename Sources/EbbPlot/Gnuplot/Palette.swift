/// Colours that are told apart by everyone, and in print.
enum Palette {
  /// Okabe and Ito's set ("Color universal design", 2008) without yellow, which is faint on white.
  static let lines = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]

  /// Nine points of viridis (van der Walt and Smith, 2015), from the lowest value to the highest: lightness rises
  /// evenly, for those who see no red or green too.
  static let map: [(red: Int, green: Int, blue: Int)] = [
    (68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141), (39, 173, 129), (92, 200, 99),
    (170, 220, 50), (253, 231, 37),
  ]

  /// The colour at a share of the scale, from 0 to 1.
  static func colour(at share: Double) -> (red: Int, green: Int, blue: Int) {
    let place = min(max(share, 0), 1) * Double(map.count - 1)
    let index = min(Int(place), map.count - 2)
    let rest = place - Double(index)
    func mix(_ low: Int, _ high: Int) -> Int { Int((Double(low) + rest * Double(high - low)).rounded()) }
    let (low, high) = (map[index], map[index + 1])
    return (mix(low.red, high.red), mix(low.green, high.green), mix(low.blue, high.blue))
  }
}
