/// A row of the table `Page` without its data.
package struct PageRow: Sendable, Equatable {
  package var id: PageID
  package var estimatorID: EstimatorID
  package var number: Int
  /// The quantity's name; `nil` in schemas before 5003b9acb1f4, and where it was not asked for.
  package var name: String?
  /// The number of axes; `nil` in schemas before 5003b9acb1f4, and where it was not asked for.
  package var dimension: Int?
  /// The bytes of the compressed data; 0 where it is NULL or empty, that is, where there is none.
  package var compressedBytes: Int
  /// The place of the page, where it is no row of a database.
  package var origin: PageOrigin?

  package init(
    id: PageID, estimatorID: EstimatorID, number: Int, name: String? = nil, dimension: Int? = nil,
    compressedBytes: Int, origin: PageOrigin? = nil
  ) {
    self.id = id
    self.estimatorID = estimatorID
    self.number = number
    self.name = name
    self.dimension = dimension
    self.compressedBytes = compressedBytes
    self.origin = origin
  }
}
