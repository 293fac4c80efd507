internal import ArgumentParser
internal import EbbOperations

struct AnalyzeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Tell figures of pages with their errors: ranges, widths, mean energies, doses to volumes.",
    discussion: """
      Examples:
        ebb analyze bragg 20230615 -e z_profile -p 0
        ebb analyze lateral 20230615 -e yz_profile -p DOSE --at z=10
        ebb analyze spectrum 20230615 -e peak -p FLUENCE
        ebb analyze dvh 20230615 -e xyz_dose --range z=14:16 --volume-at 95%
        ebb analyze phasespace 20230615 --histogram energy --bins 50

      Pages are combined as for an export. Errors are standard errors, by the jackknife over the contributions or, of \
      quantiles, extremes and plateaus, by a bootstrap of them, so that no correlation between bins has to be \
      assumed; error_method says which. One contribution has none. What a page does not have is a gap, and why is told.
      """,
    subcommands: [
      AnalyzeBraggCommand.self, AnalyzeLateralCommand.self, AnalyzeSpectrumCommand.self,
      AnalyzeDVHCommand.self, AnalyzePhaseSpaceCommand.self,
    ])
}
