package import EbbCodec
internal import EbbFiles
package import EbbModel
internal import EbbStore
package import EbbText

/// A JSON file that `ebb export` has written, opened to be read back: its text is walked once, and each page decoded when
/// it is asked for, so that one is held and no more.
package struct ExportedJSON: Sendable {
  /// The file's simulations, estimators and pages.
  package let document: ExportDocument
  private let path: String
  private let identity: SourceFile.Identity

  /// - Throws: where the file cannot be read, or is not as an export writes it.
  package init(opening path: String) throws(Failure) {
    self.path = path
    var text = TextBuffer()
    do throws(StoreError) {
      let file = try SourceFile(path)
      identity = file.identity
      try unsafe text.fill(file.identity.bytes) { (room) throws(StoreError) in
        try unsafe file.read(at: 0, into: room)
        return room.count
      }
    } catch {
      throw Failure(error)
    }
    do throws(DecodeError) {
      document = try ExportText.document(text)
    } catch {
      throw Self.broken(path, error)
    }
  }

  /// Reads and decodes a page of `document`.
  package func page(_ page: ExportDocument.Page) throws(Failure) -> ResultPage {
    let bytes: [UInt8]
    do throws(StoreError) {
      let file = try SourceFile(path)
      guard file.identity == identity else { throw .fileChanged(path: path) }
      bytes = try file.bytes(page.range)
    } catch {
      throw Failure(error)
    }
    do throws(DecodeError) {
      return try ExportText.page(TextBuffer(bytes))
    } catch {
      throw Self.broken(path, error, in: page)
    }
  }

  private static func broken(
    _ path: String, _ error: DecodeError, in page: ExportDocument.Page? = nil
  ) -> Failure {
    let offset = error.offset.map { $0 + (page?.range.lowerBound ?? 0) }
    let sentence = Failure.sentence(DecodeError(error.reason, at: offset))
    let place = page.map { ", page \($0.name.number) (\($0.name.quantity))" } ?? ""
    return Failure(
      .brokenData, "\(Failure.quoted(path)) is not as an export writes it\(place): \(sentence)",
      advice: "Export it again.")
  }
}
