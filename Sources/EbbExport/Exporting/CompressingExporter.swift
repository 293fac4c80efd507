package import EbbModel

/// An exporter that compresses what it writes, by the level of `--compression`.
package protocol CompressingExporter: Exporter {
  var compression: CompressionLevel { get set }
}

extension CompressingExporter {
  package var optionNames: [String] { [CompressionLevel.optionName] }

  package func with(_ options: FormatOptions, writing path: String) throws(FormatOptionError) -> Self {
    var exporter = self
    exporter.compression = try CompressionLevel(options)
    return exporter
  }
}
