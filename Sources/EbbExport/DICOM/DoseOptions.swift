internal import EbbModel

/// The options of dose grids: how exact, which numbers, and where in the patient.
struct DoseOptions: Sendable {
  /// The bits of a voxel: 32, or 16 for planning systems that take no more.
  var bits = 32
  /// Whether the errors are written in the doses' place.
  var isOfErrors = false
  /// The directions in the patient, in its axes (to the left, posterior, superior), of the simulation's x, y and z.
  var directions: [[Double]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
  /// The place of the simulation's origin in the patient, in mm.
  var origin: [Double] = [0, 0, 0]

  static let names = ["bits", "dose-type", "isocentre", "orientation"]

  init() {}

  init(_ options: FormatOptions) throws(FormatOptionError) {
    if let text = options["bits"] {
      guard let bits = Int(text), [16, 32].contains(bits) else {
        throw FormatOptionError(
          reason: "--bits is 16 or 32.", advice: "32 are more exact; some planning systems take 16 only.")
      }
      self.bits = bits
    }
    if let text = options["dose-type"] {
      guard ["physical", "error"].contains(text.lowercased()) else {
        throw FormatOptionError(
          reason: "--dose-type is physical or error.", advice: "error writes the standard errors of the dose."
        )
      }
      isOfErrors = text.lowercased() == "error"
    }
    if let text = options["isocentre"] {
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
      guard numbers.count == 3, numbers.allSatisfy(\.isFinite) else {
        throw FormatOptionError(
          reason: "--isocentre is three numbers of millimetres: X,Y,Z.",
          advice: "They say where in the patient the simulation's origin lies.")
      }
      origin = numbers
    }
    if let text = options["orientation"] { directions = try Self.directions(text) }
  }

  /// Reads "LPS": where in the patient the simulation's x, y and z point.
  private static func directions(_ text: String) throws(FormatOptionError) -> [[Double]] {
    let ways: [Character: [Double]] = [
      "L": [1, 0, 0], "R": [-1, 0, 0], "P": [0, 1, 0], "A": [0, -1, 0], "S": [0, 0, 1], "H": [0, 0, 1],
      "I": [0, 0, -1], "F": [0, 0, -1],
    ]
    let found = text.uppercased().compactMap { ways[$0] }
    let advice = "LPS, the default, is left, posterior, superior; a beam along z into the front is LIP."
    guard text.count == 3, found.count == 3,
      (0..<3).allSatisfy({ axis in found.contains { $0[axis] != 0 } })
    else {
      throw FormatOptionError(
        reason: "--orientation is a letter each for where x, y and z point: L or R, A or P, S or I.",
        advice: advice)
    }
    let (x, y, z) = (found[0], found[1], found[2])
    let determinant =
      x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0])
      + x[2] * (y[0] * z[1] - y[1] * z[0])
    guard determinant > 0 else {
      throw FormatOptionError(
        reason: "--orientation \(text) would turn the patient into its mirror image.", advice: advice)
    }
    return found
  }
}
