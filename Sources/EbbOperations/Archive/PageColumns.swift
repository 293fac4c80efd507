internal import EbbCodec
internal import EbbModel
internal import EbbPipeline
internal import EbbStore

/// Finds what the platform's current schema has of a page in columns, and older ones in its data alone.
struct PageColumns: Sendable {
  private let decoder: PageDecoder

  init(byteLimit: Int = PageRequest.defaultByteLimit) { decoder = PageDecoder(byteLimit: byteLimit) }

  /// The row with the name and the number of axes that the page itself states, as the platform's migration to the current
  /// schema makes it. Of a page that cannot be decoded they are what the platform has for one without data.
  func complete(_ page: PageRow, _ data: PageData) async -> PageRow {
    guard page.name == nil || page.dimension == nil else { return page }
    let decoded: StoredPage?? =
      switch data.form {
      case .gzip: try? await decoder.page(data.bytes)
      case .text: try? await decoder.page(text: data.bytes)
      case .partOfGzip(let range): try? await decoder.page(range, of: data.bytes)
      }
    var row = page
    guard case .some(.some(let found)) = decoded else { return row }
    row.name = page.name ?? found.metadata["name"] ?? found.quantity
    row.dimension = page.dimension ?? found.axes.count
    return row
  }
}
