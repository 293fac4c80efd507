internal import EbbFiles
package import EbbModel

/// A page over two or three positions as an image: SimpleITK, Gate, plastimatch.
///
/// MetaImage (MetaIO, itk.org/Wiki/ITK/MetaIO/Documentation): a header of lines and the voxels, x fastest, as doubles,
/// deflated. Where there are errors each voxel has two channels, the value and its error; with `--error none` it is a plain
/// image. Places are in millimetres, the simulation's x, y and z taken for the patient's left, posterior and superior.
package struct MetaImageExporter: CompressingExporter {
  package let name = "mha"
  package let purpose = "an image of one page and its errors; SimpleITK, Gate"
  package let suffixes = ["mha"]
  package let writesStandardOutput = false
  package let takesOnePage = true

  package var compression = CompressionLevel()

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    let deflate = compression.stream(of: options.deflate)
    return try await writeOnePage(from: next, to: output, options) { exported, file in
      let volume = try Volume(exported.page, format: name)
      let grid = try ImageGrid(volume, format: name)
      let fields = volume.fields
      let voxels = littleEndianBytes(VolumeField.components(of: fields))
      let bytes = deflate.map { $0(voxels) } ?? voxels
      let notes = volume.notes(of: exported, in: outline)
      let header = Self.header(
        grid, channels: fields.count, notes, compressedSize: deflate == nil ? nil : bytes.count)
      try file.write(Array(header.utf8))
      try file.write(bytes)
    }
  }

  private static func header(
    _ grid: ImageGrid, channels: Int, _ notes: [(name: String, text: String)], compressedSize: Int?
  ) -> String {
    func line(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: " ") }
    // A reader's line holds 4096 bytes; a longer comment would be taken for the next field.
    var comment = notes.map { "\($0.name): \($0.text)" }.joined(separator: "; ")
    while comment.utf8.count > 2000 { comment.removeLast() }
    var lines = [
      "ObjectType = Image", "NDims = 3", "Comment = " + comment, "BinaryData = True",
      "BinaryDataByteOrderMSB = False", "CompressedData = " + (compressedSize == nil ? "False" : "True"),
    ]
    if let compressedSize { lines.append("CompressedDataSize = \(compressedSize)") }
    lines += [
      "TransformMatrix = 1 0 0 0 1 0 0 0 1", "Offset = " + line(grid.origin), "CenterOfRotation = 0 0 0",
      "AnatomicalOrientation = RAI", "ElementSpacing = " + line(grid.spacings),
      "DimSize = " + grid.counts.map(String.init).joined(separator: " "),
      "ElementNumberOfChannels = \(channels)", "ElementType = MET_DOUBLE", "ElementDataFile = LOCAL",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}
