internal import ArgumentParser
internal import EbbAnalysis
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline

struct AnalyzeBraggCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bragg",
    abstract: "Tell the figures of depth profiles: peak, ranges, fall-off, width, entrance, plateau.",
    discussion: """
      Examples:
        ebb analyze bragg 20230615 -e z_profile -p 0
        ebb analyze bragg 20230615 -e yz_profile -p DOSE --sum y --interpolation pchip
        ebb analyze bragg 2023-a1 2023-b2 -e z_profile -p 0 --csv > ranges.csv
        ebb analyze bragg 20230615 -e z_profile -p 0 --json | jq '.[0].r80.value'

      Bins hold averages, and the curve has the same averages (--interpolation). Levels are fractions of peak, the \
      height of the plateau or peak with its noise smoothed (--level-of). r80 is the depth beyond the peak from which \
      on the dose stays below 80 %, proximal_r80 the first before it at which it reaches that from below; what the \
      curve crosses several times is told. fall_off_80_20 is r20 - r80, fwhm r50 - proximal_r50, entrance the \
      shallowest bin. The integral is over depth. A plateau is there where proximal_r90 and r90 are more than twice \
      fall_off_80_20 apart, sobp_width the length above 90 %; sobp_flatness is (max - min)/(max + min) of the bins \
      between them, noise_flatness what their errors alone would make of it, sobp_width_95 is the length above 95 % \
      before the middle and 90 % beyond. A peak at an end of the profile does not count as one.
      """)

  @OptionGroup var curve: InterpolationOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Which way the beam goes: z, -z, x … Else by the input, else from the side on which the dose is higher.",
      valueName: "axis"),
    transform: Self.direction)
  var beam: BeamDirection?

  @OptionGroup var options: AnalyzeOptions

  func run() async throws {
    try await options.print(BraggQuestion(curve.interpolation, level: curve.level.levelOf, beam: beam))
  }

  private static func direction(_ text: String) throws -> BeamDirection {
    guard let direction = BeamDirection(text) else {
      throw ValidationError("'\(text)' is no direction; try z or -z.")
    }
    return direction
  }
}
