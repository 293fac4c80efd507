/// The look of one of several curves: told apart by colour, by dashes and by marks, so in print without colours too.
struct CurveStyle: Sendable, Equatable {
  /// Okabe and Ito's set ("Color universal design", 2008) without yellow, which is faint on white.
  private static let colours = [0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000]
    .map(Colour.init)
  /// gnuplot's patterns of dashes: lengths of lines and gaps in points; none for a full line.
  private static let dashes = ["", "(4,2)", "(1.5,1.5)", "(6,2,1.5,2)", "(6,1.5,1.5,1.5,1.5,1.5)"]
  /// gnuplot's marks: disc, square, triangles, diamond, ring and empty square.
  private static let marks = [7, 5, 9, 11, 13, 6, 4, 8]

  let colour: Colour
  /// "solid" or a pattern.
  let dash: String
  let mark: Int

  /// - Parameter index: the curve's number; looks repeat after 280 curves.
  init(_ index: Int) {
    colour = Self.colours[index % Self.colours.count]
    let pattern = Self.dashes[index % Self.dashes.count]
    dash = pattern.isEmpty ? "solid" : pattern
    mark = Self.marks[index % Self.marks.count]
  }
}
