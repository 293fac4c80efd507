internal import EbbModel

/// The numbers of a table of one page, for formats that hold numbers and no text.
extension WideTable {
  /// Gives the numbers of each row, in the order of the columns: as `columns` has them, one page's; `nil` where there is none.
  func forEachRow<E: Error>(_ body: ([Double?]) throws(E) -> Void) throws(E) {
    let page = members[0].page
    if page.isPhaseSpace {
      let width = PhaseSpace.columns.count
      for particle in 0..<page.shape[0] {
        try body(Array(page.values[particle * width..<(particle + 1) * width]))
      }
      return
    }
    var walk = BinWalk(shape: page.shape)
    for bin in page.values.indices {
      var row: [Double?] = []
      for (axis, position) in zip(page.axes, walk.index) {
        if let edges = axis.edges {
          row += [edges[position], axis.centres[position], edges[position + 1]]
        } else {
          row.append(axis.centres[position])
        }
      }
      row.append(page.values[bin])
      // There is a column of errors whether the page has any or not.
      row.append(page.errors?[bin])
      if let counts = page.binContributions { row.append(Double(counts[bin])) }
      if let hits = page.hits { row.append(Double(hits[bin])) }
      try body(row)
      walk.advance()
    }
  }
}
