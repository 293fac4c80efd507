internal import CHDF5
internal import EbbModel

/// A page in an open file: all of it but its arrays, and where those are.
struct FoundPage {
  struct Array {
    var kind: PageArray
    /// The index of a column.
    var index = 0
    /// The name of its dataset in the page's group.
    var name: String
  }

  /// Without values, errors, and arrays of the state; axes are whole.
  var page: ResultPage
  /// Each of the page's shape, or, as a column, of the particles' number.
  var arrays: [Array] = []
}

/// Finds what `HDF5Page` has written of a page.
extension HDF5Reader {
  /// Finds axes, values and their unit.
  /// - Returns: whether all that there must be is there, of one shape.
  func findBins(of found: inout FoundPage, signal: String, in group: hid_t) throws(HDF5Error) -> Bool {
    let scales = try text("SILX_style", of: group).map(Self.logarithmic) ?? []
    for (index, name) in (try texts("axes", of: group) ?? []).enumerated() {
      guard var axis = try axis(name, in: group) else { return false }
      if index < scales.count, scales[index] { axis.scale = .logarithmic }
      found.page.axes.append(axis)
    }
    guard try find(.values, signal, of: &found, in: group), let dataset = try dataset(signal, in: group)
    else { return false }
    found.page.unit = Unit(
      text: try text("units", of: dataset.id) ?? "1",
      normalization: try text("normalization", of: dataset.id),
      source: try text("source_unit", of: dataset.id) ?? "")
    return true
  }

  /// Finds an array of the page's shape.
  /// - Returns: whether it is there.
  func find(
    _ kind: PageArray, _ name: String, of found: inout FoundPage, in group: hid_t
  ) throws(HDF5Error) -> Bool {
    guard try shape(ofDoubles: name, in: group) == found.page.shape else { return false }
    found.arrays.append(FoundPage.Array(kind: kind, name: name))
    return true
  }

  private func axis(_ name: String, in group: hid_t) throws(HDF5Error) -> Axis? {
    guard let centres = try doubles(name, in: group), centres.shape.count == 1,
      let dataset = try dataset(name, in: group)
    else { return nil }
    var edges: [Double]?
    if let bounds = try text("bounds", of: dataset.id) {
      guard let found = try doubles(bounds, in: group), found.shape == [centres.values.count, 2],
        let last = found.values.last
      else { return nil }
      edges = stride(from: 0, to: found.values.count, by: 2).map { found.values[$0] } + [last]
    }
    return Axis(
      name: name, label: try text("long_name", of: dataset.id) ?? name,
      unit: try text("units", of: dataset.id) ?? "1",
      qualifier: try text("normalization", of: dataset.id), centres: centres.values, edges: edges)
  }

  /// Whether each axis is logarithmic, by the text that `HDF5Page` writes for silx.
  private static func logarithmic(_ style: String) -> [Bool] {
    guard let open = style.firstIndex(of: "["), let close = style[open...].firstIndex(of: "]") else {
      return []
    }
    return style[open..<close].split(separator: ",").map { $0.contains("\"log\"") }
  }

  /// Finds a table of particles.
  /// - Returns: whether all columns are there, of one length.
  func findParticles(of found: inout FoundPage, in group: hid_t) throws(HDF5Error) -> Bool {
    var shape: [Int]?
    for (index, column) in PhaseSpace.columns.enumerated() {
      guard let length = try self.shape(ofDoubles: column.name, in: group), length.count == 1,
        shape ?? length == length
      else { return false }
      shape = length
      found.arrays.append(FoundPage.Array(kind: .column, index: index, name: column.name))
    }
    return true
  }

  /// The metadata that `HDF5File.set` has written, each name without what was put before it.
  func metadata(of object: hid_t) throws(HDF5Error) -> Metadata {
    var entries: [Metadata.Entry] = []
    for name in try attributes(of: object) where name.hasPrefix(Metadata.attributePrefix) {
      if let value = try text(name, of: object) {
        entries.append(
          Metadata.Entry(name: String(name.dropFirst(Metadata.attributePrefix.count)), value: value))
      }
    }
    return Metadata(entries)
  }
}

extension Metadata {
  /// The prefix of metadata's names in HDF5: bare, one such as `scale_factor` would make readers change the data.
  static let attributePrefix = "yaptide_"
}
