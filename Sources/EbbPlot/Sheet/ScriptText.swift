/// Words and numbers as gnuplot reads them.
enum ScriptText {
  /// A text that gnuplot takes as it is: nothing is special in single quotes but they themselves, which become
  /// apostrophes.
  static func quoted(_ text: String) -> String {
    "'" + printable(text).replacing("'", with: "’") + "'"
  }

  /// The name of a file in the folder of the script. Before it stands "./", or gnuplot would run what begins with "<"
  /// or "|"; what is special in double quotes is written by its code.
  static func file(_ name: String) -> String {
    let codes: [Character: String] = ["\\": "\\134", "\"": "\\042", "`": "\\140", "\n": "\\012"]
    return "\"./" + name.map { codes[$0] ?? String($0) }.joined() + "\""
  }

  /// On one line, without what is not printed.
  static func printable(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.properties.generalCategory != .control {
        scalars.append(scalar)
      } else if scalar == "\t" || scalar == "\n" {
        scalars.append(" ")
      }
    }
    return String(scalars)
  }

  static func number(_ value: Double) -> String { value.isFinite ? value.description : "NaN" }

  /// A length, or a share of the picture: finer than any dot.
  static func rounded(_ value: Double) -> String { ((value * 1e5).rounded() / 1e5).description }
}
