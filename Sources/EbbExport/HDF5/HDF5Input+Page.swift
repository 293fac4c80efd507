internal import CHDF5
internal import EbbModel

/// Reads back what `HDF5Page` has written of a page.
extension HDF5Input {
  /// Reads axes, values and their unit.
  /// - Returns: whether all that there must be is there, of one shape.
  func readBins(into page: inout ResultPage, signal: String, of group: hid_t) throws(HDF5Error) -> Bool {
    let scales = try text("SILX_style", of: group).map(Self.logarithmic) ?? []
    for (index, name) in (try texts("axes", of: group) ?? []).enumerated() {
      guard var axis = try axis(name, in: group) else { return false }
      if index < scales.count, scales[index] { axis.scale = .logarithmic }
      page.axes.append(axis)
    }
    guard let values = try doubles(signal, in: group), values.shape == page.shape,
      let dataset = try dataset(signal, in: group)
    else { return false }
    page.values = values.values
    page.unit = Unit(
      text: try text("units", of: dataset.id) ?? "1",
      normalization: try text("normalization", of: dataset.id),
      source: try text("source_unit", of: dataset.id) ?? "")
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
      unit: try text("units", of: dataset.id) ?? "1", centres: centres.values, edges: edges)
  }

  /// Which axes are logarithmic, in the text that `HDF5Page` writes for silx.
  private static func logarithmic(_ style: String) -> [Bool] {
    guard let open = style.firstIndex(of: "["), let close = style[open...].firstIndex(of: "]") else {
      return []
    }
    return style[open..<close].split(separator: ",").map { $0.contains("\"log\"") }
  }

  /// Reads a table of particles.
  /// - Returns: whether all columns are there, of one length.
  func readParticles(into page: inout ResultPage, of group: hid_t) throws(HDF5Error) -> Bool {
    var columns: [[Double]] = []
    for column in PhaseSpace.columns {
      guard let found = try doubles(column.name, in: group), found.shape.count == 1,
        columns.first.map({ $0.count == found.values.count }) ?? true
      else { return false }
      columns.append(found.values)
    }
    page.values = (columns.first ?? []).indices.flatMap { row in columns.map { $0[row] } }
    return true
  }
}
