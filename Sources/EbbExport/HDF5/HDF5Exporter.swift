package import EbbModel

package struct HDF5Exporter: Exporter {
  package init() {}
  package let name = "hdf5"
  package let suffixes = ["h5", "hdf5"]
  package let writesStandardOutput = false
  package let writesFolders = false

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws { fatalError("stub") }
}
