internal import EbbFiles
package import EbbModel

/// A dose over two or three positions as a DICOM RT Dose: planning systems, 3D Slicer, pydicom.
///
/// RT Dose (DICOM PS3.3, A.18 and C.8.8.3) as a file (PS3.10), explicit little-endian, nothing compressed. Doses are whole
/// numbers times a scale: off by 1 part in 10⁹ of the largest with 32 bits, in 10⁵ with 16. Identifiers are the same for the
/// same results. There is no plan; since the standard asks for one it names one that does not exist, and says so.
package struct DICOMExporter: Exporter {
  package let name = "dicom"
  package let purpose = "an RT Dose of one page in Gy; planning systems, 3D Slicer"
  package let optionNames = DoseOptions.names
  package let suffixes = ["dcm"]
  package let writesStandardOutput = false
  package let takesOnePage = true

  private var dose = DoseOptions()

  package init() {}

  package func with(
    _ options: FormatOptions, writing path: String
  ) throws(FormatOptionError) -> DICOMExporter {
    var exporter = self
    exporter.dose = try DoseOptions(options)
    return exporter
  }

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    try await writeOnePage(from: next, to: output, options) { exported, file in
      let grid = try DoseGrid(exported.page, dose, format: name)
      let document = DoseDocument(grid, dose, of: exported, in: outline)
      try file.write(document.head)
      try file.write(grid.pixels)
    }
  }
}
