internal import ArgumentParser

/// The ways to name simulations, for help.
enum JobHelp {
  private static let ways =
    "id:NUMBER, the first characters of a job id (4 or more), latest, latest:'TITLE*', or a title"

  /// Of a command that takes simulations of a store alone.
  static let stored = ArgumentHelp("A simulation of the store: \(ways).", valueName: "job")

  /// Of commands that take whatever has results.
  static let any = ArgumentHelp(
    "Simulations: \(ways); or files and folders of results; or what ebb export wrote as HDF5 or JSON.",
    valueName: "job")

  /// Of one of them.
  static let one = ArgumentHelp(
    "A simulation: \(ways); or a file or folder of results; or what ebb export wrote as HDF5 or JSON.",
    valueName: "job")

  /// Of what can only be asked of contributions, which exports do not keep.
  static let files = ArgumentHelp(
    "Simulations: \(ways); or files and folders of results.", valueName: "job")
}
