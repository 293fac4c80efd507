/// Messages between the reader of HDF5 files and the program that asks it, over the reader's standard input and
/// output.
///
/// Both sides send messages: the length of what follows (32 bits), the kind (32 bits), and the content.
/// Numbers are little-endian; `Int64` and `Double` have 64 bits, a list begins with its count and a text with its
/// bytes (32 bits each, texts in UTF-8), an optional begins with a byte that is 0 or 1.
///
/// A request names the file by its path, with its size in bytes, and is answered in one of these ways:
///
///     listParts    → (simulation (estimator (part or badPage)*)*)* end
///     listExports  → (simulation (estimator (page or badPage)*)*)* end
///     readPart     → header (array piece*)* end, or badPage
///     readExport   → likewise
///
/// `failed` takes the place of any answer, or of the rest of one. An array is announced with its kind, its index and
/// the count of its numbers; its pieces are those, bit for bit. The axes' arrays come first, then the values, then
/// all else. The reader ends when its input does.
enum ReadingMessage: UInt32 {
  static let version = 3
  static let headerSize = 8
  /// A piece that is larger is cut: so much is handed over at a time.
  static let largestPiece = 1 << 24

  // Requests.
  case listParts = 1
  case listExports = 2
  /// Beside the file, the names of the groups that lead to the page.
  case readPart = 3
  case readExport = 4

  // Answers.
  case simulation = 16
  case estimator = 17
  /// A partial result: its group, its number, and its contributions.
  case part = 18
  /// A page of an export: its group, its number, quantity and filter.
  case page = 19
  /// A page that is not as Ebb writes it: its group.
  case badPage = 20
  /// All of a page but its arrays.
  case header = 21
  case array = 22
  case piece = 23
  case end = 24
  /// The library's error text.
  case failed = 25
}

/// The array of a page that a message is about.
enum PageArray: UInt8 {
  /// Arrays of the axis with that index.
  case centres, edges
  case values, errors
  /// Arrays of the state.
  case mean, spread, binWeights
  /// The number of contributions to each bin.
  case binCounts
  /// The column with that index, of a table of particles.
  case column
  /// Of the state of a ratio.
  case ratioSquares, ratioFirst
  /// Of the state of contributions of unequal weights.
  case unequalFirst, unequalSecond
  /// The number of contributions in which each bin is not 0.
  case hits
}
