internal import EbbFiles
package import EbbModel
internal import EbbText

/// A page over two or three positions as a grid whose cells are its bins: ParaView, VisIt, VTK, PyVista.
///
/// VTK's XML files ("VTK XML Formats", docs.vtk.org): the value and its error are two arrays of doubles, x fastest, each
/// in blocks that are deflated and written in base64, since ParaView 5.11 fails on raw bytes that are appended. Lengths are in
/// the page's unit, which the field `length_unit` states; whose page it is stands in fields as well.
package struct VTKExporter: CompressingExporter {
  /// The kinds of grid that VTK has for boxes.
  package enum Grid: String, Sendable {
    /// Bins as wide as each other along each axis.
    case image = "vti"
    /// Any bins.
    case rectilinear = "vtr"
  }

  package let grid: Grid
  package var name: String { grid.rawValue }
  package var purpose: String {
    switch grid {
    case .image: "an even grid of one page and its errors; ParaView, VTK"
    case .rectilinear: "a grid with bins of any width; ParaView, VTK"
    }
  }
  package var suffixes: [String] { [grid.rawValue] }
  package let writesStandardOutput = false
  package let takesOnePage = true

  package var compression = CompressionLevel()

  package init(_ grid: Grid) { self.grid = grid }

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    let arrays = VTKArrays(deflate: compression.stream(of: options.deflate))
    return try await writeOnePage(from: next, to: output, options) { exported, file in
      let volume = try Volume(exported.page, format: name)
      let kind: String
      var place = ""
      switch grid {
      case .image:
        kind = "ImageData"
        let spacings = try volume.sides.map { side throws(ExportError) in
          if let spacing = side.spacing { return spacing }
          throw ExportError.unsuitable(
            format: name, reason: "the bins of its axis \(side.name) differ in width, which -f vtr can hold")
        }
        let lowest = volume.sides.map { "\($0.edges[0])" }
        place = " Origin=\"\(lowest.joined(separator: " "))\""
        place += " Spacing=\"\(spacings.map { "\($0)" }.joined(separator: " "))\""
      case .rectilinear: kind = "RectilinearGrid"
      }
      let extent = volume.sides.map { "0 \($0.count)" }.joined(separator: " ")
      var head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VTKFile type=\"\(kind)\" version=\"1.0\""
      head += " byte_order=\"LittleEndian\" header_type=\"UInt64\"\(arrays.compressor)>\n"
      head += "<\(kind) WholeExtent=\"\(extent)\"\(place)>\n<FieldData>\n"
      let notes = [("length_unit", volume.sides[0].unit)] + volume.notes(of: exported, in: outline)
      for (name, text) in notes { head += VTKArrays.text(text, named: name) }
      head += "</FieldData>\n<Piece Extent=\"\(extent)\">\n"
      try file.write(Array(head.utf8))

      let fields = volume.fields
      let titles = fields.map { columnTitle($0.name, unit: $0.unit).html }
      try file.write(Array("<CellData Scalars=\"\(titles[0])\">\n".utf8))
      for (field, title) in zip(fields, titles) { try file.write(arrays.array(field.numbers, named: title)) }
      try file.write(Array("</CellData>\n".utf8))
      if grid == .rectilinear {
        try file.write(Array("<Coordinates>\n".utf8))
        for side in volume.sides { try file.write(arrays.array(side.edges, named: side.name)) }
        try file.write(Array("</Coordinates>\n".utf8))
      }
      try file.write(Array("</Piece>\n</\(kind)>\n</VTKFile>\n".utf8))
    }
  }
}
