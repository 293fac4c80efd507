/// A colour of a screen, each part from 0 to 255.
struct Colour: Sendable, Equatable {
  var red: Int
  var green: Int
  var blue: Int

  init(red: Int, green: Int, blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// - Parameter code: 0xRRGGBB.
  init(_ code: Int) { self.init(red: code >> 16 & 255, green: code >> 8 & 255, blue: code & 255) }

  /// "#0072b2".
  var code: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
