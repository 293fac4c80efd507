internal import EbbFiles
package import EbbModel

/// A page over two or three positions as a grid in an HDF5 file by VTK's convention: VTK 9.3, ParaView 5.12.
///
/// "VTKHDF File Format" (docs.vtk.org): an `ImageData` 1.0 where bins are as wide as each other along each axis, else a
/// `RectilinearGrid` 2.7, which VTK 9.7 reads. Arrays are of shape (z, y, x), one value a cell; the directions are never
/// permuted, which VTK 9.3 and 9.4 misplace without a word. Lengths are in the page's unit, which the attribute `length_unit`
/// states; whose page it is stands in the root's attributes.
package struct VTKHDFExporter: CompressingExporter {
  package let name = "vtkhdf"
  package let purpose = "an even or uneven grid in HDF5; VTK, ParaView"
  package let suffixes = ["vtkhdf"]
  package let writesStandardOutput = false
  package let takesOnePage = true

  package var compression = CompressionLevel()

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    guard case .file(let path) = output else {
      preconditionFailure("VTKHDF goes to a file only")
    }
    let file = try AtomicFile(path: path, overwrites: options.overwrites)
    let compression = ChunkCompression(compression, options)
    let end = try await takeOnePage(from: next) { exported in
      let volume = try Volume(exported.page, format: name)
      do throws(HDF5Error) {
        try VTKHDFGrid(volume, notes: volume.notes(of: exported, in: outline))
          .write(creating: file.temporaryPath, compression: compression)
      } catch {
        throw FileError.writeFailed(path: path, reason: error.reason)
      }
    }
    try file.commit()
    return end
  }
}
