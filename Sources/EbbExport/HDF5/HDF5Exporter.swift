internal import EbbFiles
package import EbbModel
internal import EbbText

/// One HDF5 file, also under netCDF's name (`.nc`), that NeXus readers (silx, nexusformat), xarray, netCDF4 and h5py all open with axes, units
/// and errors: NeXus groups whose axes are dimension scales with CF attributes.
///
/// NeXus: "NXdata", "NXentry", "NXsubentry" of the NeXus definitions. Dimension scales: HDF5 Dimension Scale
/// Specification 1.0. Units, bounds, ancillary variables: CF Conventions 1.11, §3.1, §7.1, §3.4.
package struct HDF5Exporter: CompressingExporter {
  package let name = "hdf5"
  package let purpose = "arrays with axes, units and errors; h5py, xarray, netCDF4"
  package let suffixes = ["h5", "hdf5", "nc"]
  package let writesStandardOutput = false
  package let readsInputs = true
  package let writesPartials = true
  package let tellsHits = true

  package var compression = CompressionLevel()

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    guard case .file(let path) = output else {
      preconditionFailure("HDF5 goes to a file only")
    }
    let file = try AtomicFile(path: path, overwrites: options.overwrites)
    var document = try Self.naming(path) { () throws(HDF5Error) in
      try HDF5Document(
        outline, creating: file.temporaryPath,
        compression: ChunkCompression(compression, options))
    }
    let end = try await forEachPage(from: next) { exported in
      try Self.naming(path) { () throws(HDF5Error) in try document.write(exported) }
    }
    try Self.finish(document, after: end, path: path)
    try file.commit()
    return end
  }

  /// Puts the file's name on the library's errors.
  private static func naming<R: ~Copyable>(
    _ path: String, _ body: () throws(HDF5Error) -> R
  ) throws(FileError) -> R {
    do {
      return try body()
    } catch {
      throw .writeFailed(path: path, reason: error.reason)
    }
  }

  private static func finish(
    _ document: consuming HDF5Document, after end: PagesEnd, path: String
  ) throws(FileError) {
    do throws(HDF5Error) {
      try document.close(after: end)
    } catch {
      throw .writeFailed(path: path, reason: error.reason)
    }
  }
}
