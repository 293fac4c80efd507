internal import EbbFiles
package import EbbModel

/// A phase space as a file of particles: Geant4, McStas, PHITS, OpenMC by their MCPL readers.
///
/// MCPL 3 (T. Kittelmann et al., Comput. Phys. Commun. 218, 2017, 17; mctools.github.io/mcpl): a header and particles one after
/// another, doubles in little-endian: cm, MeV, a weight of 1 for all, a time of 0, since pages do not tell it.
package struct MCPLExporter: Exporter {
  package let name = "mcpl"
  package let purpose = "the particles of one phase space page; Geant4, McStas, mcpltool"
  package let suffixes = ["mcpl"]
  package let writesStandardOutput = false
  package let takesOnePage = true

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    try await writeOnePage(from: next, to: output, options) { exported, file in
      let page = exported.page
      guard page.isPhaseSpace else {
        throw ExportError.unsuitable(format: name, reason: "it is no table of particles")
      }
      let simulation = outline.simulations[exported.simulation]
      let comments = [
        "\(simulation.name): \(simulation.title)",
        "\(simulation.estimators[exported.estimator].title), page \(page.number), of \(page.contributions) contributions",
      ]
      try file.write(
        MCPLParticles.header(
          count: page.shape[0], source: "ebb \(outline.creator)", comments: comments.map(\.printable)))
      let width = PhaseSpace.columns.count
      for start in stride(from: 0, to: page.values.count, by: width) {
        guard let particle = MCPLParticles.bytes(of: page.values[start..<start + width]) else {
          throw ExportError.unsuitable(
            format: name,
            reason: "its particle \(start / width) has no direction, energy or PDG code that there can be")
        }
        try file.write(particle)
      }
    }
  }
}
