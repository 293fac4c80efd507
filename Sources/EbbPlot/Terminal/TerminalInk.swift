internal import EbbModel

/// A colour of characters: the true one, and which of the sixteen stands for it.
struct TerminalInk: Sendable, Equatable {
  var colour: Colour
  /// From 0 to 15.
  var basic: Int

  /// The eight colours from dark to light.
  private static let byLightness = [0, 4, 1, 5, 2, 6, 3, 7]
  /// From one sign to the other.
  private static let diverging = [4, 6, 7, 3, 1]
  /// Those of curves, in their order; the last is the terminal's own.
  private static let ofCurves = [12, 9, 10, 13, 11, 14]

  /// A place of a map's colours, from 0 to 1.
  init(_ map: ColourMap, at share: Double) {
    colour = map.colour(at: share)
    let basics = map == .coolwarm ? Self.diverging : Self.byLightness
    basic = basics[min(max(Int(share * Double(basics.count)), 0), basics.count - 1)]
  }

  init(_ colour: Colour, basic: Int) {
    self.colour = colour
    self.basic = basic
  }

  /// That of a curve; `nil` for the terminal's own, where black would be.
  static func curve(_ look: Int) -> TerminalInk? {
    let index = look % (ofCurves.count + 1)
    return index == ofCurves.count ? nil : TerminalInk(CurveStyle(index).colour, basic: ofCurves[index])
  }

  static func category(_ index: Int) -> TerminalInk {
    let basics = [7, 6, 1, 3, 2, 4, 5, 14, 11, 9, 12, 10, 13, 15, 8]
    return TerminalInk(ColourMap.category(index), basic: basics[index % basics.count])
  }

  /// The parameters of "select graphic rendition" (ECMA-48, 8.3.117).
  func code(_ colours: DrawingScreen.Colours, isBack: Bool) -> String {
    switch colours {
    case .none: ""
    case .sixteen: String((basic < 8 ? 30 + basic : 82 + basic) + (isBack ? 10 : 0))
    case .palette: "\(isBack ? 48 : 38);5;\(nearest)"
    case .full: "\(isBack ? 48 : 38);2;\(colour.red);\(colour.green);\(colour.blue)"
    }
  }

  /// The nearest of xterm's 256: of its cube of 6 × 6 × 6 and its 24 grays.
  private var nearest: Int {
    let levels = [0, 95, 135, 175, 215, 255]
    func level(_ value: Int) -> Int {
      levels.indices.min { abs(levels[$0] - value) < abs(levels[$1] - value) }!
    }
    func distance(_ red: Int, _ green: Int, _ blue: Int) -> Int {
      let parts = [red - colour.red, green - colour.green, blue - colour.blue]
      return parts.reduce(0) { $0 + $1 * $1 }
    }
    let cube = [level(colour.red), level(colour.green), level(colour.blue)]
    // The one whose shade, 8 + 10 times its number, is nearest to the mean.
    let gray = min(max((colour.red + colour.green + colour.blue - 9) / 30, 0), 23)
    let shade = 8 + 10 * gray
    return distance(shade, shade, shade) < distance(levels[cube[0]], levels[cube[1]], levels[cube[2]])
      ? 232 + gray : 16 + 36 * cube[0] + 6 * cube[1] + cube[2]
  }
}
