/// The place of an image's voxels: evenly spaced, in millimetres, as images' formats want it.
struct ImageGrid {
  /// The number of voxels along x, y and z.
  let counts: [Int]
  /// The centre of the first voxel.
  let origin: [Double]
  let spacings: [Double]

  /// - Throws: where the bins are not as wide as each other.
  init(_ volume: Volume, format: String) throws(ExportError) {
    var spacings: [Double] = []
    var origin: [Double] = []
    for side in volume.sides {
      guard let side = side.inMillimetres else {
        throw .unsuitable(format: format, reason: "its axis \(side.name) is no length, but in \(side.unit)")
      }
      guard let spacing = side.spacing else {
        throw .unsuitable(
          format: format,
          reason: "the bins of its axis \(side.name) differ in width, which -f vtr can hold")
      }
      spacings.append(spacing)
      origin.append((side.edges[0] + side.edges[1]) / 2)
    }
    counts = volume.sides.map(\.count)
    self.spacings = spacings
    self.origin = origin
  }
}
