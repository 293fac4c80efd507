internal import ArgumentParser
internal import EbbAnalysis
internal import EbbOperations
internal import EbbPipeline

struct AnalyzeLateralCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lateral",
    abstract: "Tell the figures of profiles across a beam: centroid, sigma, width, penumbrae.",
    discussion: """
      Examples:
        ebb analyze lateral 20230615 -e yz_profile -p DOSE --at z=10
        ebb analyze lateral id:1 -e yz_profile -p DOSE --range z=14:15 --sum z --json

      centroid and sigma are moments of the bins, sigma less what their width adds; fit_centre, fit_sigma and \
      fit_height are of a Gaussian whose averages over the bins are nearest, all bins alike; fit_residual is its mean \
      deviation over fit_height, fit_chi2 that over the errors, about 1 where it is a Gaussian. A halo of scattered \
      particles widens the first sigma and hardly the second. Levels are fractions of maximum, the height of the \
      plateau or peak with its noise smoothed (--level-of), at the outermost places; a penumbra is from 20 to 80 %.
      """)

  @OptionGroup var curve: InterpolationOptions
  @OptionGroup var options: AnalyzeOptions

  func run() async throws {
    try await options.print(LateralQuestion(curve.interpolation, level: curve.level.levelOf))
  }
}
