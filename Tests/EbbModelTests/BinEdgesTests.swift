import EbbModel
import Testing

/// Axes of every writer: their kinds, edges and volumes.
@Suite("Edges and volumes")
struct BinEdgesTests {
  private func axes(
    _ stored: [(String, String, [Double])], simulator: Simulator? = nil, metadata: [Metadata.Entry] = []
  ) -> [Axis] {
    StoredPage(
      quantity: "DOSE", unit: "", metadata: Metadata(metadata),
      axes: stored.map { StoredAxis(name: $0.0, unit: $0.1, centres: $0.2) }, values: [], isFinite: true,
      simulator: simulator
    ).interpretedAxes()
  }

  @Test("zones stored as evenly divided centres are whole again, others stay", arguments: 2...40)
  func zones(count: Int) {
    let step = Double(count - 1) / Double(count)
    let centres = (0..<count).map { 7 + (Double($0) + 0.5) * step }
    #expect(axes([("", "zone number", centres)])[0].centres == (0..<count).map { 7 + Double($0) })
    let whole = (0..<count).map { 7 + Double($0) }
    #expect(axes([("", "zone number", whole)])[0].centres == whole)
    #expect(axes([("", "zone number", whole)])[0].volumes == nil)
  }

  @Test("geometric centres of an energy are told from even ones; of two, both may be")
  func geometric() throws {
    let edges = (0...6).map { 1e-3 * [1.0, 4, 16, 64, 256, 1024, 4096][$0] }
    let centres = (0..<6).map { edges[$0] * 2 }
    let axis = axes([("kinetic energy", "GeV", centres)], simulator: .fluka)[0]
    #expect(axis.scale == .logarithmic)
    let found = try #require(axis.edges)
    #expect(zip(found, edges).allSatisfy { abs($0 / $1 - 1) < 1e-9 })
    #expect(axes([("kinetic energy", "GeV", [1, 3, 5])])[0].edges == [0, 2, 4, 6])
    #expect(axes([("kinetic energy", "GeV", [2, 3])])[0].edges == nil)
    #expect(axes([("kinetic energy", "GeV", [1, 100])])[0].scale == .logarithmic)
    #expect(axes([("kinetic energy", "GeV", [1, 2, 10])])[0].edges == nil)
  }

  @Test("volumes of a sphere go as r³ and cos θ, of a cylinder as r²; R alone of TOPAS may be either")
  func volumes() throws {
    let r = ("R", "cm", [0.5, 1.5, 2.5])
    let sphere = axes([r, ("Theta", "deg", [45, 135])], simulator: .topas)
    #expect(sphere[0].volumes == [1, 7, 19])
    let polar = try #require(sphere[1].volumes)
    #expect(polar.allSatisfy { abs($0 - 1) < 1e-12 })
    #expect(axes([r, ("Z", "cm", [1, 2, 3])], simulator: .topas)[0].volumes == [1, 3, 5])
    #expect(axes([r], simulator: .topas)[0].volumes == nil)
    // A radius below 0 is none.
    #expect(axes([("Radius (R)", "cm", [-0.5, 0.5, 1.5])])[0].volumes == nil)
    #expect(axes([("Position (R)", "cm", [0.5, 1.5])], simulator: .geant4)[0].volumes == [1, 3])
  }

  @Test("a macro's mesh: half-widths, a translation, bins; in mm where no unit is given")
  func macro() throws {
    let text = """
      /score/create/boxMesh B
      /score/mesh/boxSize 10 20 30
      /score/mesh/nBin 1 4 6
      /score/mesh/translate/xyz 0 0 5 cm
      /score/close
      /score/create/cylinderMesh C
      /score/mesh/cylinderSize 2 4 cm
      /score/mesh/nBin 4 8 1
      /score/close
      """
    let meshes = MacroMesh.meshes(in: text)
    #expect(meshes["B"]?.sides["z"] == MacroMesh.Side(start: 2, width: 1, bins: 6))
    #expect(meshes["C"]?.sides["r"] == MacroMesh.Side(start: 0, width: 0.5, bins: 4))
    let low = axes([("Position (Z)", "cm", (0..<6).map { 1.5 + Double($0) })])[0]
    #expect(meshes["B"]?.firstCentre(of: low) == 2.5)
    #expect(meshes["B"]?.repaired(low)?.centres == (0..<6).map { 2.5 + Double($0) })
    let right = axes([("Position (Z)", "cm", (0..<6).map { 2.5 + Double($0) })])[0]
    #expect(meshes["B"]?.firstCentre(of: right) == nil)
  }

  @Test("a cylinder of a macro goes all around, or as far as it says, from its inner radius on")
  func cylinder() throws {
    func mesh(_ more: String) -> MacroMesh? {
      let text =
        "/score/create/cylinderMesh C\n/score/mesh/cylinderSize 20 40\n/score/mesh/nBin 4 8 6\n\(more)"
      return MacroMesh.meshes(in: text)["C"]
    }
    let whole = try #require(mesh(""))
    #expect(whole.sides["phi"] == MacroMesh.Side(start: 0, width: 2 * .pi / 6, bins: 6))
    let low = axes([("Position (PHI)", "deg", (0..<6).map { -30 + 60 * Double($0) })], simulator: .geant4)[0]
    #expect(whole.firstCentre(of: low) == 30)
    #expect(whole.repaired(low)?.centres == (0..<6).map { 30 + 60 * Double($0) })
    #expect(whole.repaired(low)?.edges == (0...6).map { 60 * Double($0) })
    let right = axes(
      [("Angle (PHI)", "radians", (0..<6).map { (Double($0) + 0.5) * .pi / 3 })], simulator: .geant4)[0]
    #expect(whole.firstCentre(of: right) == nil && whole.repaired(right) == nil)
    let part = try #require(mesh("/score/mesh/cylinderRMin 1 cm\n/score/mesh/cylinderAngles 90 180\n"))
    #expect(part.sides["r"] == MacroMesh.Side(start: 1, width: 0.25, bins: 4))
    #expect(part.sides["phi"] == MacroMesh.Side(start: .pi / 2, width: .pi / 6, bins: 6))
    #expect(
      mesh("/score/mesh/cylinderRMin 3 cm\n") == nil && mesh("/score/mesh/cylinderAngles 0 0 deg\n") == nil)
  }

  @Test(
    "a macro's mesh without extent, or without an end, is none",
    arguments: ["0 20 30", "10 -20 30", "10 20 inf", "10 nan 30", "10 20"])
  func impossibleMacro(halves: String) {
    let text = """
      /score/create/boxMesh B
      /score/mesh/boxSize \(halves)
      /score/mesh/nBin 1 4 6
      /score/close
      """
    #expect(MacroMesh.meshes(in: text)["B"] == nil)
  }

  @Test("a beam goes along an axis, or along none")
  func beams() {
    #expect(BeamDirection("-z") == BeamDirection(axis: "z", isNegative: true))
    #expect(BeamDirection("+x")?.description == "+x" && BeamDirection("q") == nil)
    #expect(BeamDirection(vector: [0, 0, -2])?.description == "-z")
    #expect(BeamDirection(vector: [1, 1, 0]) == nil)
    let input = SimulationInput(
      inputType: nil, project: nil, files: [NamedText(name: "beam.dat", text: "BEAMDIR 180 0 ! down")],
      json: "")
    #expect(input.statedBeam?.description == "-z")
  }

  @Test("times in the form of HTTP")
  func httpDates() {
    #expect(Instant(anyForm: "Tue, 19 Nov 2024 16:24:41 GMT")?.iso8601 == "2024-11-19T16:24:41Z")
    #expect(Instant(anyForm: "Tue, 31 Feb 2024 16:24:41 GMT") == nil)
    #expect(Instant(anyForm: "2025-12-05T19:30:33.704Z")?.iso8601 == "2025-12-05T19:30:33.704000Z")
  }
}
