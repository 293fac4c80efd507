internal import EbbModel
internal import EbbStore

/// As a database has it: every row and every byte.
struct AsStored: ArchiveForm {
  let makesBlobs = false
  private let columns = PageColumns()

  func rows(_ rows: StoredSimulation) -> StoredSimulation { rows }

  func blob(_ data: PageData) -> [UInt8] { data.bytes }

  func row(_ page: PageRow, _ data: PageData) async -> PageRow { await columns.complete(page, data) }
}
