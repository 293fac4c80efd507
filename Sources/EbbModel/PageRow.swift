/// A row of the table `Page` without its data.
package struct PageRow: Sendable, Equatable {
  package var id: PageID
  package var estimatorID: EstimatorID
  package var number: Int
  /// The bytes of the compressed data; 0 where it is NULL or empty, that is, where there is none.
  package var compressedBytes: Int

  package init(id: PageID, estimatorID: EstimatorID, number: Int, compressedBytes: Int) {
    self.id = id
    self.estimatorID = estimatorID
    self.number = number
    self.compressedBytes = compressedBytes
  }
}
