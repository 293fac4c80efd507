/// A scoring mesh as a macro of Geant4 defines it (Geant4 Book For Application Developers, Command-based scoring; names and
/// usual units of commands as `G4ScoringMessenger` has them):
/// half-widths, a translation, and numbers of bins along x, y, z of a box, or along r, z, φ of a cylinder, which goes all
/// around from 0 unless it says otherwise.
package struct MacroMesh: Sendable, Equatable {
  /// An axis of the mesh, in cm, or in rad for φ.
  package struct Side: Sendable, Equatable {
    package var start: Double
    package var width: Double
    package var bins: Int

    package init(start: Double, width: Double, bins: Int) {
      self.start = start
      self.width = width
      self.bins = bins
    }
  }

  /// By the name of an axis: "z".
  package var sides: [String: Side] = [:]

  /// The meshes that a macro defines, by their names.
  package static func meshes(in macro: String) -> [String: MacroMesh] {
    var meshes: [String: MacroMesh] = [:]
    var name: String?
    var isCylinder = false
    var halves: [Double] = []
    var inner = 0.0
    var around = [0, 2 * Double.pi]
    var place: [Double] = [0, 0, 0]
    var bins: [Int] = []
    func finish() {
      guard let name, let mesh = mesh(isCylinder, halves, inner, around, place, bins) else { return }
      meshes[name] = mesh
    }
    for line in macro.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let command = words.first, command.hasPrefix("/score/") else { continue }
      switch command {
      case "/score/create/boxMesh", "/score/create/cylinderMesh":
        finish()
        (name, isCylinder) = (words.dropFirst().first, command.hasSuffix("cylinderMesh"))
        (halves, place, bins) = ([], [0, 0, 0], [])
        (inner, around) = (0, [0, 2 * .pi])
      case "/score/mesh/boxSize", "/score/mesh/cylinderSize": halves = lengths(words)
      case "/score/mesh/cylinderRMin": inner = lengths(words).first ?? .nan
      case "/score/mesh/cylinderAngles": around = numbers(words, in: "rad", else: "deg")
      case "/score/mesh/translate/xyz": place = lengths(words)
      case "/score/mesh/translate/reset": place = [0, 0, 0]
      case "/score/mesh/nBin": bins = words.dropFirst().compactMap { Int($0) }
      case "/score/close":
        finish()
        name = nil
      default: break
      }
    }
    finish()
    return meshes
  }

  /// Numbers in cm, millimetres where they have no unit.
  private static func lengths(_ words: [String]) -> [Double] { numbers(words, in: "cm", else: "mm") }

  /// Numbers in a unit; the last word is their own, where there is one.
  private static func numbers(_ words: [String], in wanted: String, else usual: String) -> [Double] {
    let numbers = words.dropFirst().compactMap { Double($0) }
    let unit = words.last.flatMap { Double($0) == nil ? Unit(source: $0) : nil } ?? Unit(source: usual)
    guard let factor = unit.factor(to: Unit(source: wanted)) else { return [] }
    return numbers.map { $0 * factor }
  }

  /// - Parameters:
  ///   - inner: the inner radius of a cylinder.
  ///   - around: where φ begins, and how far it goes.
  private static func mesh(
    _ isCylinder: Bool, _ halves: [Double], _ inner: Double, _ around: [Double], _ place: [Double],
    _ bins: [Int]
  ) -> MacroMesh? {
    guard bins.count == 3, place.count == 3, bins.allSatisfy({ $0 > 0 }),
      halves.allSatisfy({ $0 > 0 && $0.isFinite }), place.allSatisfy(\.isFinite)
    else { return nil }
    func side(_ half: Double, around middle: Double, _ count: Int) -> Side {
      Side(start: middle - half, width: 2 * half / Double(count), bins: count)
    }
    var mesh = MacroMesh()
    if isCylinder {
      guard halves.count >= 2, inner >= 0, inner < halves[0], around.count == 2,
        around.allSatisfy(\.isFinite), around[1] > 0
      else { return nil }
      mesh.sides["r"] = Side(start: inner, width: (halves[0] - inner) / Double(bins[0]), bins: bins[0])
      mesh.sides["z"] = side(halves[1], around: place[2], bins[1])
      mesh.sides["phi"] = Side(start: around[0], width: around[1] / Double(bins[2]), bins: bins[2])
    } else {
      guard halves.count == 3 else { return nil }
      for (index, name) in ["x", "y", "z"].enumerated() {
        mesh.sides[name] = side(halves[index], around: place[index], bins[index])
      }
    }
    return mesh
  }

  /// The place where the first bin of an axis is to lie, where it lies elsewhere by more than a hundredth of a bin.
  package func firstCentre(of axis: Axis) -> Double? {
    guard let side = sides[axis.name], side.bins == axis.centres.count, let first = axis.centres.first,
      let scale = Self.scale(of: axis)
    else { return nil }
    let right = (side.start + side.width / 2) * scale
    return abs(right - first) > 0.01 * side.width * scale ? (right * 1e9).rounded() / 1e9 : nil
  }

  /// The factor from a side's unit to the axis'; `nil` where that measures something else.
  private static func scale(of axis: Axis) -> Double? {
    Unit(source: axis.kind == .azimuth ? "rad" : "cm").factor(to: Unit(source: axis.unit))
  }

  /// The axis where the macro has it; `nil` where it is there already, or is none of the mesh.
  package func repaired(_ axis: Axis) -> Axis? {
    guard firstCentre(of: axis) != nil, let side = sides[axis.name], let scale = Self.scale(of: axis) else {
      return nil
    }
    var repaired = axis
    func tidy(_ value: Double) -> Double { (value * 1e12).rounded() / 1e12 }
    let edges = (0...side.bins).map { tidy((side.start + Double($0) * side.width) * scale) }
    repaired.edges = edges
    repaired.centres = (0..<side.bins).map { tidy((side.start + (Double($0) + 0.5) * side.width) * scale) }
    return repaired
  }
}
