import EbbModel
import Testing

@Suite("Axes, interpreted")
struct AxisTests {
  @Test(
    "a position keeps its centres and gets short name and edges",
    arguments: [
      ("Position (X)", "cm", "x", "cm"), ("Position (Y)", "cm", "y", "cm"), ("Position (Z)", "cm", "z", "cm"),
      ("Radius (R)", "cm", "r", "cm"), ("Angle (PHI)", "radians", "phi", "radian"), ("X", "cm", "x", "cm"),
      ("R", "cm", "r", "cm"), ("Phi", "deg", "phi", "degree"), ("time", "ns", "time", "ns"),
      ("incident track energy", "MeV", "incident_track_energy", "MeV"), ("../x", "", "x", "1"),
      ("ż", "cm", "unnamed", "cm"),
    ])
  func positions(name: String, unit: String, short: String, text: String) {
    let axis = interpret([stored(name, unit, [0.5, 1.5, 2.5])])[0]
    #expect(axis.name == short && axis.label == name && axis.unit == text)
    #expect(axis.centres == [0.5, 1.5, 2.5] && axis.edges == [0, 1, 2, 3])
  }

  @Test("zones have numbers, and no edges")
  func zones() {
    let axis = interpret([stored("", "zone number", [1, 2, 3])])[0]
    #expect(axis == Axis(name: "zone", label: "Zone", unit: "1", centres: [1, 2, 3], edges: nil))
  }

  @Test("zones take no differential axis for theirs, though both are without a name and of one length")
  func zonesBesideDifferential() {
    let metadata = diff("/cm^2;MeV", start: "[0. 0.]", stop: "[30. 0.]", size: "[3 1]")
    let energies = [5.0, 15, 25]
    for axes in [
      [stored("", "zone number", [1, 2, 3]), stored("", "/cm^2", energies)],
      [stored("", "/cm^2", energies), stored("", "zone number", [1, 2, 3])],
    ] {
      let found = interpret(axes, metadata)
      let zone = found.first { $0.name == "zone" }
      let energy = found.first { $0.name == "energy" }
      #expect(zone?.centres == [1, 2, 3])
      #expect(zone?.edges == nil)
      #expect(energy?.centres == energies)
      #expect(energy?.edges == [0, 10, 20, 30])
      #expect(energy?.unit == "MeV")
    }
    let alone = interpret([stored("", "zone number", [1, 2, 3])], metadata)
    #expect(alone[0].name == "zone")
  }

  @Test("linear differential axes: name, unit and edges are the metadata's, whatever the stored unit")
  func linear() {
    let metadata = diff("/cm^2;MeV;deg", start: "[0.01 0.  ]", stop: "[100.     3.14]", size: "[10  5]")
    let energies = (0..<10).map { 0.01 + 9.999 * (Double($0) + 0.5) }
    let angles = (0..<5).map { 0.628 * (Double($0) + 0.5) }
    let axes = interpret([stored("", "/cm^2", energies), stored("", "MeV", angles)], metadata)
    #expect(axes.map(\.name) == ["energy", "angle"])
    #expect(axes.map(\.label) == ["Kinetic energy", "Angle"])
    #expect(axes.map(\.unit) == ["MeV", "degree"])
    #expect(axes.map(\.scale) == [.linear, .linear])
    #expect(axes.map(\.centres) == [energies, angles])
    #expect(axes[0].edges?.count == 11)
    #expect(axes[0].edges?.first == 0.01)
    #expect(axes[0].edges?.last == 100)
    #expect(axes[1].edges?.last == 3.14)
  }

  @Test("positions come before differential axes of any length")
  func mixed() {
    let metadata = diff("/cm^2;MeV;", start: "[0. 0.]", stop: "[60.  0.]", size: "[6 1]", type: "27")
    let six = [5.0, 15, 25, 35, 45, 55]
    let axes = interpret(
      ["X", "Y", "Z"].map { stored("Position (\($0))", "cm", six) } + [stored("", "/cm^2", six)], metadata)
    #expect(axes.map(\.name) == ["x", "y", "z", "energy"])
    #expect(axes[3].unit == "MeV")
    #expect(axes[3].edges == [0, 10, 20, 30, 40, 50, 60])
  }

  @Test("the old form of one field names the axes' units last")
  func singleField() {
    let one = diff("/cm^2/MeV", start: "[0. 0.]", stop: "[160.   0.]", size: "[640   1]", flag: nil)
    let centres = (0..<640).map { 0.25 * (Double($0) + 0.5) }
    let axis = interpret([stored("", "/cm^2/MeV", centres)], one)[0]
    #expect(axis.unit == "MeV")
    #expect(axis.name == "energy")
    #expect(axis.centres == centres)
    #expect(axis.edges == (0...640).map { 0.25 * Double($0) })
    let two = diff("/cm^2/MeV/deg", start: "[0. 0.]", stop: "[2. 30.]", size: "[2 3]")
    let axes = interpret([stored("", "", [0.5, 1.5]), stored("", "", [5, 15, 25])], two)
    #expect(axes.map(\.unit) == ["MeV", "degree"])
    let second = diff("/cm^2/deg", start: "[0. 0.]", stop: "[2. 30.]", size: "[1 3]")
    #expect(interpret([stored("", "", [5, 15, 25])], second)[0].unit == "degree")
    let quantity = diff("MeV", start: "[0. 0.]", stop: "[2. 30.]", size: "[1 3]", type: "[0 0]")
    #expect(interpret([stored("", "", [5, 15, 25])], quantity)[0].unit == "1")
  }

  @Test("logarithmic axes have geometric centres, also where they were stored as if linear")
  func logarithmic() {
    let metadata = diff(
      "/cm^2;MeV;deg", start: "[0.01 0.  ]", stop: "[100.  90.]", size: "[4 2]", flag: "[-1  1]")
    let edges = [0.01, 0.1, 1, 10, 100]
    let geometric = (0..<4).map { (edges[$0] * edges[$0 + 1]).squareRoot() }
    let linear = (0..<4).map { 0.01 + 99.99 / 4 * (Double($0) + 0.5) }
    for centres in [geometric, linear] {
      let axes = interpret([stored("", "/cm^2", centres), stored("", "MeV", [22.5, 67.5])], metadata)
      #expect(axes.map(\.scale) == [.logarithmic, .linear])
      #expect(axes[0].edges?.last == 100)
      for (found, expected) in zip(axes[0].centres + axes[0].edges!, geometric + edges) {
        #expect(abs(found - expected) < 1e-12 * expected)
      }
      #expect(axes[1].centres == [22.5, 67.5])
      #expect(axes[1].edges == [0, 45, 90])
    }
    // What was stored as geometric keeps its bits.
    let kept = interpret([stored("", "/cm^2", geometric), stored("", "MeV", [22.5, 67.5])], metadata)
    #expect(kept[0].centres == geometric)
    // Neither the one nor the other: as stored, and nothing is claimed of it.
    let other = interpret([stored("", "/cm^2", [1, 2, 4, 9]), stored("", "MeV", [1, 2])], metadata)
    #expect(other[0].centres == [1, 2, 4, 9])
    #expect(other[0].edges == nil)
    #expect(other[0].scale == .linear)
  }

  @Test("limits that no logarithmic axis has leave the stored centres")
  func hostileLimits() {
    for (start, stop) in [
      ("1e-300", "1e300"), ("5e-324", "1e308"), ("0", "100"), ("-1", "100"), ("100", "1"), ("1", "1"),
      ("nan", "1"), ("1", "inf"),
      ("-1e308", "1e308"), ("x", "y"), ("", ""),
    ] {
      for flag in ["[-1 -1]", "[1 1]"] {
        let metadata = diff(
          "/cm^2;MeV", start: "[\(start) 0]", stop: "[\(stop) 0]", size: "[3 1]", flag: flag)
        let (low, high) = (Double(start) ?? 0, Double(stop) ?? 0)
        let middle = (0..<3).map { low + (high - low) * (Double($0) + 0.5) / 3 }
        for centres in [[1, 10, 100], middle] where centres.allSatisfy({ $0.isFinite }) {
          let axis = interpret([stored("", "/cm^2", centres)], metadata)[0]
          #expect(axis.centres.allSatisfy { $0.isFinite })
          #expect(axis.edges?.allSatisfy { $0.isFinite } != false)
          #expect(axis.edges.map { $0.count == 4 } != false)
        }
      }
    }
  }

  @Test(
    "metadata that are inconsistent or hostile name no axis",
    arguments: [
      "[3]", "[1 1]", "[0 0]", "[-3 -3]", "[nan nan]", "[inf inf]", "[1e300 1e300]", "[3.5 3.5]", "", "None",
      "[4 4]",
      "[9223372036854775808 1]",
    ])
  func hostileSizes(size: String) {
    let metadata = diff("/cm^2;MeV", start: "[]", stop: "[]", size: size)
    let axis = interpret([stored("", "/cm^2", [1, 2, 3])], metadata)[0]
    #expect(
      axis
        == Axis(name: "axis", label: "Axis", unit: "cm^-2", centres: [1, 2, 3], edges: [0.5, 1.5, 2.5, 3.5]))
  }

  @Test("the unit names a differential axis, else the detector number")
  func differentialNames() {
    for (unit, type, name, text) in [
      ("MeV", "27", "energy", "MeV"), ("deg", "27", "angle", "degree"), ("keV/um", "0", "let", "keV/um"),
      ("MeV/nucl", "28", "energy", "MeV"), ("MeV", "0", "energy", "MeV"), ("", "25", "angle", "1"),
      ("", "30", "a", "1"), ("", "50", "z", "1"), ("", "35", "let", "1"), ("", "999", "axis", "1"),
      ("s", "x", "axis", "s"), ("", "1e300", "axis", "1"),
    ] {
      let metadata = diff("/cm^2;\(unit)", start: "[0]", stop: "[3]", size: "[3]", type: type)
      let axis = interpret([stored("", "/cm^2", [0.5, 1.5, 2.5])], metadata)[0]
      #expect(axis.name == name)
      #expect(axis.unit == text)
    }
  }

  @Test("an old unit of one field keeps a stopping power whole")
  func singleFieldOfStoppingPower() {
    let three = [0.5, 1.5, 2.5]
    func unit(_ text: String, type: String, size: String = "[3 1]") -> String {
      let metadata = diff(text, start: "[0 0]", stop: "[3 3]", size: size, type: type)
      return interpret([stored("", "", three)], metadata)[0].unit
    }
    #expect(unit("/cm^2/keV/um", type: "[35 0]") == "keV/um")
    #expect(unit("/keV/um", type: "[35 0]") == "keV/um")
    #expect(unit("keV/um", type: "[35 0]") == "keV/um")
    #expect(unit("MeV", type: "[27 0]") == "MeV")
    #expect(unit("/cm^2/MeV", type: "[27 0]") == "MeV")
    let metadata = diff("/cm^2/MeV/keV/um", start: "[0 0]", stop: "[3 3]", size: "[3 3]", type: "[27 35]")
    let axes = interpret([stored("", "", three), stored("", "", three)], metadata)
    #expect(axes.map(\.unit) == ["MeV", "keV/um"])
  }

  @Test("the names that ebb gives differential axes are known again")
  func ownNames() {
    for type in [27, 28, 29, 25, 35, 36, 37, 50, 51] {
      let metadata = diff("/cm^2;", start: "[0]", stop: "[3]", size: "[3]", type: "\(type)")
      let own = interpret([stored("", "", [0.5, 1.5, 2.5])], metadata)[0]
      let again = interpret([stored(own.label, own.unit, [0.5, 1.5, 2.5])])[0]
      // FLUKA's "kinetic energy" is called so too.
      let name = own.label == "Kinetic energy" ? "kinetic_energy" : own.name
      #expect(again.kind == own.kind && again.name == name, "\(own.label): \(again.name)")
    }
  }

  @Test("names are unique within a page")
  func uniqueNames() {
    let metadata = diff("/cm^2;MeV;MeV", start: "[0 0]", stop: "[3 3]", size: "[3 3]")
    let three = [0.5, 1.5, 2.5]
    let axes = interpret(
      [stored("", "", three), stored("", "", three), stored("Energy", "MeV", three)], metadata)
    #expect(axes.map(\.name) == ["energy", "energy_2", "energy_3"])
    #expect(
      interpret([stored("Z", "cm", three), stored("Position (Z)", "cm", three)]).map(\.name) == ["z", "z_2"])
  }

  @Test("edges are those of evenly spaced centres only, a bin holds its centre")
  func edges() {
    func edges(_ centres: [Double]) -> [Double]? { interpret([stored("X", "cm", centres)])[0].edges }
    #expect(edges([5]) == nil)
    #expect(edges([1, 1]) == nil)
    #expect(edges([1, 2, 4]) == nil)
    #expect(edges([3, 2, 1]) == [3.5, 2.5, 1.5, 0.5])
    #expect(edges([1, .nan, 3]) == nil)
    #expect(edges([.nan, 2, 3]) == nil)
    #expect(edges([1, 2, .infinity]) == nil)
    #expect(edges([-1e308, 1e308]) == nil)
    let centres = (0..<300).map { -15 + 0.1 * (Double($0) + 0.5) }
    let found = edges(centres)!
    #expect(found.count == 301)
    for (index, centre) in centres.enumerated() {
      #expect(found[index] < centre && centre < found[index + 1])
    }
  }

  private func interpret(_ axes: [StoredAxis], _ metadata: Metadata = Metadata()) -> [Axis] {
    StoredPage(quantity: "", unit: "", metadata: metadata, axes: axes, values: [], isFinite: true)
      .interpretedAxes()
  }

  private func stored(_ name: String, _ unit: String, _ centres: [Double]) -> StoredAxis {
    StoredAxis(name: name, unit: unit, centres: centres)
  }

  private func diff(
    _ units: String, start: String, stop: String, size: String, flag: String? = "[1 1]",
    type: String = "[27 27]"
  ) -> Metadata {
    let texts = [
      ("page_diff_units", units), ("page_diff_start", start), ("page_diff_stop", stop),
      ("page_diff_size", size),
      ("page_diff_type", type),
    ]
    let entries = texts + (flag.map { [("page_diff_flag", $0)] } ?? [])
    return Metadata(entries.map { Metadata.Entry(name: $0.0, value: $0.1) })
  }
}
