internal import ArgumentParser
internal import EbbAnalysis
internal import EbbOperations
internal import EbbPipeline

struct AnalyzeSpectrumCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spectrum",
    abstract: "Tell the figures of spectra: integral, mean energy, mode per energy and per lethargy.",
    discussion: """
      Examples:
        ebb analyze spectrum 20230615 -e peak -p FLUENCE
        ebb analyze spectrum 20230615 -e peak -p FLUENCE --range energy=1: --csv

      The integral is the sum of value times width; the mean is weighted by that. Bins stand at their centres; on a \
      logarithmic axis the mean is of the power laws through them. mode is where the spectrum per energy is highest, lethargy_mode where \
      energy times that is.
      """)

  @OptionGroup var options: AnalyzeOptions

  func run() async throws { try await options.print(SpectrumQuestion()) }
}
