internal import EbbFiles
package import EbbModel

/// A page over two or three positions as an image: 3D Slicer, SimpleITK, plastimatch.
///
/// NRRD 4 ("Definition of NRRD File Format", teem.sourceforge.net/nrrd/format.html): a header of lines and the voxels, x
/// fastest, as doubles, deflated. Where there are errors each voxel has two components, the value and its error; with
/// `--error none` it is a plain image. Places are in millimetres, the simulation's x, y and z taken for the patient's left,
/// posterior and superior (LPS).
package struct NRRDExporter: CompressingExporter {
  package let name = "nrrd"
  package let purpose = "an image of one page and its errors; 3D Slicer, SimpleITK"
  package let suffixes = ["nrrd"]
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
      let notes = volume.notes(of: exported, in: outline)
      try file.write(Array(Self.header(grid, fields, notes, isCompressed: deflate != nil).utf8))
      let voxels = littleEndianBytes(VolumeField.components(of: fields))
      try file.write(deflate.map { GzipMember.member(of: voxels, deflatedBy: $0) } ?? voxels)
    }
  }

  private static func header(
    _ grid: ImageGrid, _ fields: [VolumeField], _ notes: [(name: String, text: String)], isCompressed: Bool
  ) -> String {
    let hasComponents = fields.count > 1
    let sizes = (hasComponents ? [fields.count] : []) + grid.counts
    let vectors = (0..<3).map { axis in
      "(" + (0..<3).map { $0 == axis ? "\(grid.spacings[axis])" : "0" }.joined(separator: ",") + ")"
    }
    // Texts in quotes, a quote or a backslash in them behind a backslash.
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    let labels = (hasComponents ? [fields.map(\.name).joined(separator: ";")] : []) + ["x", "y", "z"]
    var lines = [
      "NRRD0004",
      "type: double",
      "dimension: \(sizes.count)",
      "space: left-posterior-superior",
      "sizes: " + sizes.map(String.init).joined(separator: " "),
      "space directions: " + ((hasComponents ? ["none"] : []) + vectors).joined(separator: " "),
      "kinds: " + (hasComponents ? "list " : "") + "domain domain domain",
      "labels: " + labels.map(quoted).joined(separator: " "),
      "endian: little",
      "encoding: " + (isCompressed ? "gzip" : "raw"),
      "space units: \"mm\" \"mm\" \"mm\"",
      "space origin: (" + grid.origin.map { "\($0)" }.joined(separator: ",") + ")",
    ]
    // A key stands once; what is said of it several times is one text.
    var texts: [(name: String, text: String)] = []
    for note in notes {
      if texts.last?.name == note.name {
        texts[texts.count - 1].text += "; " + note.text
      } else {
        texts.append(note)
      }
    }
    lines += texts.map { "\($0.name):=" + $0.text.replacing("\\", with: "\\\\") }
    return lines.joined(separator: "\n") + "\n\n"
  }
}
