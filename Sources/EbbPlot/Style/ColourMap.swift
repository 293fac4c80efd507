/// The colours of maps, from the lowest value to the highest.
///
/// All but the last get lighter evenly, so they are read by those who see no red or green, and in print without
/// colours.
package enum ColourMap: String, CaseIterable, Sendable {
  /// van der Walt and Smith (2015).
  case viridis, inferno, magma
  /// Nuñez, Anderton and Renslow, PLoS ONE 13 (2018) e0199239.
  case cividis
  case gray
  /// For what has two signs: Moreland, ISVC 2009, LNCS 5876, 92.
  case coolwarm

  /// Points of the map at equal distances: "#440154", ….
  package var codes: [String] { stops.map(\.code) }

  /// The colours of what has names instead of values, in order.
  package static var categoryCodes: [String] { (0..<20).map { category($0).code } }

  /// Points of the map at equal distances.
  var stops: [Colour] {
    switch self {
    case .viridis:
      [
        0x440154, 0x472c7a, 0x3b518b, 0x2c718e, 0x21908d, 0x27ad81, 0x5cc863, 0xaadc32, 0xfde725,
      ].map(Colour.init)
    case .inferno:
      [
        0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d, 0xfcffa4,
      ].map(Colour.init)
    case .magma:
      [
        0x000004, 0x180f3d, 0x440f76, 0x721f81, 0x9e2f7f, 0xcd4071, 0xf1605d, 0xfd9668, 0xfeca8d, 0xfcfdbf,
      ].map(Colour.init)
    case .cividis:
      [
        0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838,
      ].map(Colour.init)
    case .gray: [0x000000, 0xffffff].map(Colour.init)
    case .coolwarm:
      [
        0x3b4cc0, 0x688aef, 0x99baff, 0xc9d8ef, 0xdddcdc, 0xedd1c2, 0xf7a789, 0xe36a53, 0xb40426,
      ].map(Colour.init)
    }
  }

  /// Colours for what has names instead of values: Paul Tol's "muted" and "light" sets (SRON/EPS/TN/09-002), which are told
  /// apart by everyone.
  static func category(_ index: Int) -> Colour {
    let colours = [
      0xdddddd, 0x88ccee, 0xcc6677, 0xddcc77, 0x117733, 0x332288, 0xaa4499, 0x44aa99, 0x999933, 0x882255,
      0x77aadd, 0xee8866, 0xeedd88, 0xffaabb, 0x99ddff, 0x44bb99, 0xbbcc33, 0xaaaa00, 0x661100, 0x000000,
    ]
    return Colour(colours[index % colours.count])
  }

  /// The colour at a share of the scale, from 0 to 1.
  func colour(at share: Double) -> Colour {
    let stops = stops
    let place = min(max(share, 0), 1) * Double(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    let rest = place - Double(index)
    func mix(_ low: Int, _ high: Int) -> Int { Int((Double(low) + rest * Double(high - low)).rounded()) }
    let (low, high) = (stops[index], stops[index + 1])
    return Colour(
      red: mix(low.red, high.red), green: mix(low.green, high.green), blue: mix(low.blue, high.blue))
  }
}
