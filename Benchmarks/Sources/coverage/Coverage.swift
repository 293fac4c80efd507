internal import EbbAggregate
internal import EbbAnalysis
internal import EbbModel
internal import Glibc

/// How good the numbers are: results with a known truth are drawn many times, and the errors and chances that Ebb states
/// are held against how the results scatter. Called by `script/bench coverage`; prints a document in Markdown, or the rows of
/// figures and chances alone whose settings have a text in their names.
@main struct Coverage {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst().prefix(2).map { Int($0) }
    let setting = CommandLine.arguments.dropFirst(3)
    guard setting.count <= 1, !arguments.contains(where: { $0.map { $0 < 1 } ?? true }) else {
      print("usage: coverage [EXPERIMENTS [THREADS [SETTING]]]")
      exit(64)
    }
    let experiments = arguments.first.flatMap(\.self) ?? 2000
    let run = Run(experiments: experiments, threads: arguments.dropFirst().first.flatMap(\.self) ?? 2)
    if let setting = setting.first {
      print(try await FigureSettings.table(run, of: setting))
      print(try await ChanceSettings.table(run, of: setting))
      return
    }
    print(Document.head(experiments))
    print(try await MeanSettings.table(run))
    print(try await RatioSettings.table(run))
    print(try await FigureSettings.table(run))
    print(try await ChanceSettings.table(run))
  }
}
