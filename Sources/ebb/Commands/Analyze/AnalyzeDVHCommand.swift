internal import ArgumentParser
internal import EbbAnalysis
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline

struct AnalyzeDVHCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dvh",
    abstract: "Tell doses to volumes of a mesh: mean, D2, D50, D95, D98, V(x).",
    discussion: """
      Examples:
        ebb analyze dvh 20230615 -e xyz_dose
        ebb analyze dvh 20230615 -e xyz_dose --range z=14:16 --volume-at 95%
        ebb analyze dvh 20230615 --primaries 1e9 --volume-at 2 --dose-at 10

      d95 is the highest dose that 95 % of the volume has at least, v_2 the percentage of the volume that has 2 or \
      more in the page's unit, v_95_percent that which has 95 % of d2 or more (--level-of). The noise of the bins \
      widens a histogram; as far as their errors tell it, it is taken out (--noise keep leaves it in): noise is its \
      size, minimum and maximum have it in. Without, a bin has its dose throughout: nothing is interpolated. --range \
      chooses a box: the bins whose centres lie in it. Of a mesh over two lengths, volumes are areas.
      """)

  @Option(
    help: ArgumentHelp(
      "The volume with this dose or more, in the page's unit or in % of --level-of. Repeatable.",
      valueName: "dose"), transform: Self.level)
  var volumeAt: [DoseLevel] = []

  @Option(
    help: ArgumentHelp("The dose that this percentage of the volume has. Repeatable.", valueName: "percent"))
  var doseAt: [Double] = []

  @OptionGroup var level: LevelOptions

  @Option(help: "What becomes of the noise of bins: it is taken out of d and v, or stays.")
  var noise = NoiseTreatment.remove

  @OptionGroup var options: AnalyzeOptions

  func validate() throws {
    for percent in doseAt where !(percent > 0 && percent <= 100) {
      throw ValidationError("--dose-at takes a percentage above 0, up to 100.")
    }
  }

  func run() async throws {
    try await options.print(
      DoseVolumeQuestion(percents: doseAt, levels: volumeAt, of: level.levelOf, noise: noise))
  }

  private static func level(_ text: String) throws -> DoseLevel {
    guard let level = DoseLevel(text) else {
      throw ValidationError("'\(text)' is no dose; try 2 or 95%.")
    }
    return level
  }
}
