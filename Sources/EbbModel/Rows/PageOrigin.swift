/// The place of a page in a file of results.
package struct PageOrigin: Sendable, Equatable {
  /// The file's path, as it is to be shown.
  package var file: String
  /// The first byte of the page in the file's text.
  package var offset: Int

  package init(file: String, offset: Int) {
    self.file = file
    self.offset = offset
  }
}
