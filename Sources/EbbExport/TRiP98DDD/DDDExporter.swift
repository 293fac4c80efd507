internal import EbbFiles
package import EbbModel

/// A depth dose as a kernel file of TRiP98, as pymchelper writes it.
///
/// A header of lines that begin with `!`, then depth and dose of each bin (M. Krämer et al., Phys. Med. Biol. 45, 2000, 3299;
/// "TRiP98 DDD file format", GSI). As in pymchelper's files without fits of Gaussians the dose is the mean over the scored
/// disc, in MeV/g per primary, and the tail that holds 0.3 % of it is left out. The target is water of 1 g/cm³: lengths in cm
/// are depths in g/cm².
package struct DDDExporter: Exporter {
  package let name = "tripddd"
  package let purpose = "a depth dose of one page as a kernel; TRiP98, PyTRiP"
  package let suffixes = ["ddd"]
  package let optionNames = BeamOptions.names
  package let writesStandardOutput = true
  package let takesOnePage = true

  private var beam = BeamOptions()

  package init() {}

  package func with(
    _ options: FormatOptions, writing path: String
  ) throws(FormatOptionError) -> DDDExporter {
    var exporter = self
    exporter.beam = try BeamOptions(options)
    return exporter
  }

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    try await writeOnePage(from: next, to: output, options) { exported, file in
      let simulation = outline.simulations[exported.simulation]
      let estimator = simulation.estimators[exported.estimator]
      let dose = try DepthDose(exported.page, format: name)
      let metadata = estimator.metadata
      guard let projectile = beam.projectile ?? BeamOptions.projectile(in: metadata) else {
        throw ExportError.unsuitable(
          format: name, reason: "nothing states its projectile (--projectile 1H or 12C does)")
      }
      guard let energy = beam.energy ?? BeamOptions.energy(in: metadata) else {
        throw ExportError.unsuitable(
          format: name, reason: "nothing states the energy of its beam (--energy 150 does, in MeV/u)")
      }
      var lines = [
        "!filetype    ddd", "!fileversion   19980520", "!filedate      \(outline.writtenAt.iso8601)",
        "!projectile    \(projectile)", "!material      H2O", "!composition   H2O", "!density 1.0",
        "!energy \(energy)", "#", "# ebb \(outline.creator)",
        "# \(simulation.name): \(estimator.title), \(exported.page.label), \(exported.page.contributions) contributions",
      ]
      if let radius = dose.radius {
        lines.append(
          "# the mean over a disc of radius \(radius) cm: times its area it is the energy per depth")
      }
      lines += ["#", "#   z[g/cm**2] dE/dz[MeV/(g/cm**2)] FWHM1[g/cm**2] factor FWHM2[g/cm**2]", "!ddd"]
      lines = lines.map(\.printable)
      lines += zip(dose.depths, dose.doses).map { "\($0) \($1)" }
      try file.write(Array((lines.joined(separator: "\n") + "\n").utf8))
    }
  }
}
