/// The look of one of several lines of equal value on a map: told apart by colour and by dashes, so in print without colours
/// too. Each is light within dark, which is seen on every colour.
struct LevelStyle: Sendable, Equatable {
  /// White, and the light ones of Okabe and Ito's set ("Color universal design", 2008).
  private static let colours = [0xffffff, 0xf0e442, 0x56b4e9, 0xe69f00, 0xcc79a7].map(Colour.init)
  /// gnuplot's patterns of dashes: lengths of lines and gaps in points; none for a full line.
  private static let dashes = ["", "(12,4)", "(5,4)", "(12,4,5,4)"]

  let colour: Colour
  /// "solid" or a pattern.
  let dash: String

  /// - Parameter index: the number of the level, from the highest on; looks repeat after 20.
  init(_ index: Int) {
    colour = Self.colours[index % Self.colours.count]
    let pattern = Self.dashes[index % Self.dashes.count]
    dash = pattern.isEmpty ? "solid" : pattern
  }

  /// What is drawn one above the other.
  var looks: [String] {
    [
      "linewidth 1.6 linecolor rgb '#000000'",
      "linewidth 0.9 linecolor rgb '\(colour.code)' dashtype \(dash)",
    ]
  }
}
