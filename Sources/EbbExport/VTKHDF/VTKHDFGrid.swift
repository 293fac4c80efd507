internal import EbbModel

/// The group `VTKHDF` of a volume, and what else the file says.
struct VTKHDFGrid {
  private let volume: Volume
  private let notes: [(name: String, text: String)]
  /// Of each side, where all of its bins are as wide; `nil` where one's are not.
  private let spacings: [Double]?

  init(_ volume: Volume, notes: [(name: String, text: String)]) {
    self.volume = volume
    self.notes = notes
    let spacings = volume.sides.compactMap(\.spacing)
    self.spacings = spacings.count == volume.sides.count ? spacings : nil
  }

  func write(creating path: String, compression: ChunkCompression) throws(HDF5Error) {
    let file = try HDF5File(creating: path, compression: compression)
    for (name, text) in joinedNotes { try file.set(name, text, on: file.root) }
    let grid = try file.group("VTKHDF", in: file.root)
    let counts = volume.sides.map(\.count)
    if let spacings {
      try file.set("Version", [1, 0], on: grid.id)
      try file.set("Type", ascii: "ImageData", on: grid.id)
      try file.set("WholeExtent", counts.flatMap { [0, $0] }, on: grid.id)
      try file.set("Origin", volume.sides.map { $0.edges[0] }, on: grid.id)
      try file.set("Spacing", spacings, on: grid.id)
      try file.set("Direction", [1, 0, 0, 0, 1, 0, 0, 0, 1.0], on: grid.id)
    } else {
      try file.set("Version", [2, 7], on: grid.id)
      try file.set("Type", ascii: "RectilinearGrid", on: grid.id)
      try file.set("Dimensions", counts.map { $0 + 1 }, on: grid.id)
      for (side, name) in zip(volume.sides, ["XCoordinates", "YCoordinates", "ZCoordinates"]) {
        let coordinates = try file.dataset(name, shape: [side.edges.count], side.edges, in: grid.id)
        try file.set("units", side.unit, on: coordinates.id)
      }
      _ = try file.group("FieldData", in: grid.id)
    }
    try file.set("length_unit", volume.sides[0].unit, on: grid.id)
    let cells = try file.group("CellData", in: grid.id)
    for field in volume.fields {
      let dataset = try file.dataset(
        field.name, shape: counts.reversed(), field.numbers, in: cells.id)
      try file.set("units", field.unit, on: dataset.id)
    }
    try file.close()
  }

  /// The notes, of which several may have one name, as attributes have one text each.
  private var joinedNotes: [(name: String, text: String)] {
    var joined: [(name: String, text: String)] = []
    for (name, text) in notes {
      if let place = joined.firstIndex(where: { $0.name == name }) {
        joined[place].text += "\n" + text
      } else {
        joined.append((name, text))
      }
    }
    return joined
  }
}
