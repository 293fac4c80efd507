internal import EbbFiles
package import EbbModel

/// A dose or LET over three positions as a cube of TRiP98 and VOXELPLAN: numbers in a `.dos` file, what they are in a `.hed`
/// beside it.
///
/// As PyTRiP and pymchelper write them: of a dose whole numbers of 2 bytes, of which 1000 are the target dose, or 1200 the
/// largest where none is given; of LET numbers of 4 bytes in keV/µm. The header goes in its place first.
package struct CubeExporter: Exporter {
  package let name = "tripcube"
  package let purpose = "a dose or LET cube of one page, with its .hed; TRiP98, PyTRiP"
  package let suffixes = ["dos"]
  package let optionNames = [Self.targetDose]
  package let writesStandardOutput = false
  package let takesOnePage = true
  package let folder: ExportFolder? = .holding(["cube.hed", "cube.dos"])

  private static let targetDose = "target-dose"

  /// In Gy.
  private var target: Double?

  package init() {}

  package func with(
    _ options: FormatOptions, writing path: String
  ) throws(FormatOptionError) -> CubeExporter {
    var exporter = self
    if let text = options[Self.targetDose] {
      guard let dose = Double(text), dose > 0, dose.isFinite else {
        throw FormatOptionError(
          reason: "--target-dose is a number of Gy above 0.", advice: "It is what 100 % are of.")
      }
      exporter.target = dose
    }
    return exporter
  }

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    let (path, data) = try place(output)
    let stem = data.hasSuffix(".dos") ? String(data.dropLast(4)) : data
    var folder = try AtomicFolder(path: path, overwrites: options.overwrites)
    let end = try await takeOnePage(from: next) { exported in
      let cube = try TripCube(exported.page, target: target, format: name)
      var header = try folder.file(named: stem + ".hed")
      let text = cube.header(patient: stem, of: exported, in: outline)
      try header.write(Array(text.utf8))
      try header.finish()
      var numbers = try folder.file(named: data)
      try numbers.write(cube.bytes)
      try numbers.finish()
    }
    let completes = options.completes
    try folder.commit(unless: { completes && isComplete(output) })
    return end
  }

  /// The folder and the name of the file of numbers.
  private func place(_ output: ExportTarget) throws -> (folder: String, name: String) {
    switch output {
    case .folder(let path): return (path, folder?.lastFile ?? "cube.dos")
    case .file(let path) where OutputPlace(path) != .stream:
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return (EbbFiles.folder(of: path), name)
    case .file, .standardOutput:
      throw ExportError.unsuitable(format: name, reason: "it takes two files, and the output is a stream")
    }
  }
}
