internal import EbbModel
internal import EbbStore
internal import EbbText

/// The form in which an archive takes what a source has.
protocol ArchiveForm: Sendable {
  /// Whether blobs are made of what the source has: then only they themselves tell whether two are the same.
  var makesBlobs: Bool { get }

  /// The rows of a simulation, without its pages' data.
  func rows(_ rows: StoredSimulation) async throws(Failure) -> StoredSimulation

  /// The blob of a page.
  func blob(_ data: PageData) async throws(Failure) -> [UInt8]

  /// The row of a page, with its quantity's name and its number of axes where the source's rows do not have them.
  func row(_ page: PageRow, _ data: PageData) async -> PageRow
}
