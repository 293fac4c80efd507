/// A scored mesh: what a SHIELD-HIT12A run writes one file for.
package struct SampleEstimator: Sendable {
  package var name: String
  /// The name of its geometry in the input.
  var geometry: String
  var x: SampleAxis
  var y: SampleAxis
  var z: SampleAxis
  package var pages: [SamplePage]

  /// The axes of more than one bin, in stored order: X, Y, Z, energy.
  package func shape(of page: SamplePage) -> [Int] {
    ([x.bins, y.bins, z.bins] + (page.spectrum.map { [$0.bins] } ?? [])).filter { $0 > 1 }
  }
}

extension SampleEstimator {
  /// The estimators that every job of the sample has.
  /// - Parameter scale: how many times as many Z bins the two meshes have.
  package static func all(scale: Int) -> [SampleEstimator] {
    let wide = SampleAxis(lower: -5, upper: 5, bins: 1)
    let energies = SampleAxis(lower: 0.1, upper: 200, bins: 66, isLogarithmic: true)
    return [
      SampleEstimator(
        name: "z_profile", geometry: "Z_Mesh", x: wide, y: wide,
        z: SampleAxis(lower: 0, upper: 20, bins: 200),
        pages: [
          SamplePage(.dose), SamplePage(.fluence, .protons), SamplePage(.fluence, .primaries),
          SamplePage(.doseLET, .protons),
        ]),
      SampleEstimator(
        name: "yz_profile", geometry: "YZ_Mesh",
        x: SampleAxis(lower: -0.25, upper: 0.25, bins: 1),
        y: SampleAxis(lower: -2, upper: 2, bins: 40),
        z: SampleAxis(lower: 0, upper: 20, bins: 100 * scale),
        pages: [SamplePage(.dose), SamplePage(.count, .protons)]),
      SampleEstimator(
        name: "xyz_dose", geometry: "XYZ_Mesh", x: SampleAxis(lower: -1, upper: 1, bins: 8),
        y: SampleAxis(lower: -1, upper: 1.5, bins: 10),
        z: SampleAxis(lower: 12, upper: 17, bins: 20 * scale), pages: [SamplePage(.dose)]),
      SampleEstimator(
        name: "entrance", geometry: "EntrySlab", x: wide, y: wide,
        z: SampleAxis(lower: 0, upper: 0.1, bins: 1),
        pages: [
          SamplePage(.dose), SamplePage(.averageEnergy, .primaries),
          SamplePage(.doseLET, .protons), SamplePage(.trackLET, .protons),
          SamplePage(.count, .protons),
        ]),
      SampleEstimator(
        name: "peak", geometry: "PeakSlab", x: wide, y: wide,
        z: SampleAxis(lower: 15.3, upper: 15.4, bins: 1),
        pages: [
          SamplePage(.dose), SamplePage(.averageEnergy, .primaries),
          SamplePage(.doseLET, .protons), SamplePage(.trackLET, .protons),
          SamplePage(.fluence, .protons, spectrum: energies), SamplePage(.count, .protons),
        ]),
    ]
  }
}
