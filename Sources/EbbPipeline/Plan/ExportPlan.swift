package import EbbModel
package import EbbText

/// The pages that an export will read, combine and write: made from metadata alone, before any page is read.
package struct ExportPlan: Sendable {
  package var simulations: [ResultSimulation] = []
  /// Groups in the order in which pages are written.
  package var groups: [PageGroup] = []
  /// The numbers of all pages of the estimators that are selected, whichever pages are.
  package var pageNumbers: Set<Int> = []
  /// Notices about tasks and simulations.
  package var warnings: [Notice] = []
  /// The jobs that each simulation is made of: one, or of a combined one all.
  package internal(set) var stored: [[JobRows]] = []
  /// Jobs that are combined though they drew the same random numbers.
  package internal(set) var sharedSeeds: [SharedSeeds] = []
  /// The meshes that the macros of Geant4's simulations define: by job, and by the names of estimators.
  package internal(set) var meshes: [String: [String: MacroMesh]] = [:]
  /// The pages that were read to make it.
  package internal(set) var decoded = DecodedPages()

  /// Tasks whose results are left out since they FAILED.
  package internal(set) var failedTasks = FailedTasks()

  /// All notices about this plan.
  package var notices: [Notice] { failedTasks.notices + noticesButFailed }

  /// The same without that of FAILED tasks, for who tells of those of several plans together.
  package var noticesButFailed: [Notice] { warnings + groups.flatMap(\.notices) }

  /// Gives what was decoded to make it, and holds it no more.
  package mutating func takeDecoded() -> DecodedPages {
    defer { decoded = DecodedPages() }
    return decoded
  }

  package var progress: Progress {
    let contributions = groups.flatMap(\.contributions)
    return Progress(
      pages: contributions.count, bytes: contributions.reduce(0) { $0 + $1.compressedBytes })
  }
}
