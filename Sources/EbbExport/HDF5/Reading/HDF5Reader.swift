internal import CHDF5
internal import EbbFiles
internal import EbbModel
internal import Glibc

/// An HDF5 file that is read: the calls of the library that exports and partial results need, each answer checked.
///
/// In a process that may crash (`ReadingService`), and in none else.
///
/// Anything that does not have the form in which Ebb writes it is absent (`nil`), not an error. Errors are those of
/// the library: a damaged file, a failing disk.
struct HDF5Reader: ~Copyable {
  private let file: HDF5Handle
  /// Variable-length UTF-8.
  private let textType: HDF5Handle
  /// The most doubles that the file can hold; a claim of more is not believed.
  private let largestCount: Int

  /// The root group.
  var root: hid_t { file.id }

  /// - Parameter bytes: the file's size.
  init(opening path: String, bytes: Int) throws(HDF5Error) {
    HDF5File.silence()
    let access = try HDF5Handle(.propertyList, "H5Pcreate", H5Pcreate(ebb_h5p_file_access()))
    // Files are often on network file systems without locks, and nothing is written.
    try throwIfNegative("H5Pset_file_locking", H5Pset_file_locking(access.id, false, true))
    let textType = try HDF5Handle(.datatype, "H5Tcopy", H5Tcopy(ebb_h5t_c_s1()))
    try throwIfNegative("H5Tset_size", H5Tset_size(textType.id, ebb_h5t_variable()))
    try throwIfNegative("H5Tset_cset", H5Tset_cset(textType.id, H5T_CSET_UTF8))
    let file = try HDF5Handle(.file, "H5Fopen", unsafe H5Fopen(path, ebb_h5f_acc_rdonly(), access.id))
    self.textType = textType
    self.file = file
    largestCount = Self.maxNumbers(bytes: bytes)
  }

  /// The most doubles that a file of that size can hold: deflate makes 1032 bytes of one at most.
  static func maxNumbers(bytes: Int) -> Int {
    let (most, overflows) = max(bytes, 1024).multipliedReportingOverflow(by: 1032)
    return (overflows ? .max : most) / MemoryLayout<Double>.size
  }

  /// The names of a group's members, in the order in which they were created; by name where that was not
  /// kept.
  func members(of group: hid_t) throws(HDF5Error) -> [String] {
    var info = H5G_info_t()
    try throwIfNegative("H5Gget_info", unsafe H5Gget_info(group, &info))
    return try unsafe names(info.nlinks) { index, order, room, size in
      unsafe H5Lget_name_by_idx(
        group, ".", order, H5_ITER_INC, index, room, size, hid_t(H5P_DEFAULT))
    }
  }

  /// The names of an object's attributes, in the same order.
  func attributes(of object: hid_t) throws(HDF5Error) -> [String] {
    let count = H5Aget_num_attrs(object)
    try throwIfNegative("H5Aget_num_attrs", count)
    return try unsafe names(hsize_t(count)) { index, order, room, size in
      unsafe H5Aget_name_by_idx(
        object, ".", order, H5_ITER_INC, index, room, size, hid_t(H5P_DEFAULT))
    }
  }

  /// Names that the library writes into room for them; it tells their lengths where there is none.
  private func names(
    _ count: hsize_t, _ read: (hsize_t, H5_index_t, UnsafeMutablePointer<CChar>?, Int) -> Int
  ) throws(HDF5Error) -> [String] {
    let order = count > 0 && read(0, H5_INDEX_CRT_ORDER, nil, 0) < 0 ? H5_INDEX_NAME : H5_INDEX_CRT_ORDER
    var names: [String] = []
    for index in 0..<count {
      let length = read(index, order, nil, 0)
      guard length >= 0 else { throw HDF5Error(call: "H5Lget_name_by_idx") }
      var room = [CChar](repeating: 0, count: length + 1)
      guard unsafe read(index, order, &room, length + 1) >= 0 else {
        throw HDF5Error(call: "H5Lget_name_by_idx")
      }
      names.append(String(decoding: room.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    return names
  }

  /// A group; `nil` where that member is something else, or not there.
  func group(_ name: String, in parent: hid_t) throws(HDF5Error) -> HDF5Handle? {
    guard try kind(of: name, in: parent) == H5O_TYPE_GROUP else { return nil }
    return try HDF5Handle(.group, "H5Gopen", unsafe H5Gopen2(parent, name, hid_t(H5P_DEFAULT)))
  }

  /// The doubles of a dataset, with its shape; `nil` where there is none, or where it is of something else.
  func doubles(_ name: String, in parent: hid_t) throws(HDF5Error) -> (values: [Double], shape: [Int])? {
    guard let dataset = try dataset(name, in: parent), let shape = try shape(ofDoubles: dataset) else {
      return nil
    }
    let count = shape.reduce(1, *)
    let whole = hid_t(H5S_ALL)
    var status: herr_t = 0
    let values = unsafe [Double](unsafeUninitializedCapacity: count) { room, filled in
      status = unsafe H5Dread(
        dataset.id, ebb_h5t_native_double(), whole, whole, hid_t(H5P_DEFAULT), room.baseAddress)
      filled = status < 0 ? 0 : count
    }
    try throwIfNegative("H5Dread", status)
    var digest = SHA256()
    digest.update(values.span)
    try hold(digest, against: dataset, name)
    return (values, shape)
  }

  /// Holds the numbers that were read against what the file says of them. Files of others, and older ones, say
  /// nothing.
  private func hold(
    _ digest: consuming SHA256, against dataset: borrowing HDF5Handle, _ name: String
  ) throws(HDF5Error) {
    guard let stated = try text(HDF5File.digestName, of: dataset.id) else { return }
    guard digest.finish() == stated else {
      throw HDF5Error(call: "SHA-256", reason: "the numbers of '\(name)' are not those that were written")
    }
  }

  /// The shape of a dataset of doubles; `nil` where there is none, or where it is of something else.
  func shape(ofDoubles name: String, in parent: hid_t) throws(HDF5Error) -> [Int]? {
    guard let dataset = try dataset(name, in: parent) else { return nil }
    return try shape(ofDoubles: dataset)
  }

  private func shape(ofDoubles dataset: borrowing HDF5Handle) throws(HDF5Error) -> [Int]? {
    let type = try HDF5Handle(.datatype, "H5Dget_type", H5Dget_type(dataset.id))
    guard H5Tget_class(type.id) == H5T_FLOAT else { return nil }
    return try shape(of: try HDF5Handle(.dataspace, "H5Dget_space", H5Dget_space(dataset.id)))
  }

  /// Reads the doubles of a dataset (`shape(ofDoubles:)`) piece by piece, in their order, each chunk once where
  /// chunks are as Ebb writes them.
  /// - Parameter body: gets the count of all numbers, and some; at least once, be there none.
  /// - Throws: after the last piece too, where they are not the numbers that were written.
  func forEachPiece(
    of name: String, in parent: hid_t, _ body: (Int, UnsafeRawBufferPointer) -> Void
  ) throws(HDF5Error) {
    guard let dataset = try dataset(name, in: parent), let shape = try shape(ofDoubles: dataset) else {
      return
    }
    let pieces = DatasetPieces(shape: shape, chunk: try chunk(of: dataset, rank: shape.count))
    let count = shape.reduce(1, *)
    guard count > 0, let room = unsafe malloc(pieces.largest * MemoryLayout<Double>.size) else {
      if count > 0 { throw HDF5Error(call: "malloc", reason: systemError()) }
      return unsafe body(0, UnsafeRawBufferPointer(start: nil, count: 0))
    }
    defer { unsafe free(room) }
    let file = try HDF5Handle(.dataspace, "H5Dget_space", H5Dget_space(dataset.id))
    var digest = SHA256()
    for piece in pieces {
      let lengths = piece.map { hsize_t($0.count) }
      let size = piece.reduce(1) { $0 * $1.count }
      var memoryID = hid_t(H5S_ALL)
      if !piece.isEmpty {
        try throwIfNegative(
          "H5Sselect_hyperslab",
          unsafe H5Sselect_hyperslab(
            file.id, H5S_SELECT_SET, piece.map { hsize_t($0.lowerBound) }, nil, lengths, nil))
        memoryID = unsafe H5Screate_simple(Int32(lengths.count), lengths, nil)
        try throwIfNegative("H5Screate_simple", herr_t(clamping: memoryID))
      }
      let status = unsafe H5Dread(
        dataset.id, ebb_h5t_native_double(), memoryID, piece.isEmpty ? hid_t(H5S_ALL) : file.id,
        hid_t(H5P_DEFAULT), room)
      if !piece.isEmpty { _ = H5Sclose(memoryID) }
      try throwIfNegative("H5Dread", status)
      let numbers = unsafe UnsafeRawBufferPointer(start: room, count: size * MemoryLayout<Double>.size)
      unsafe digest.update(numbers.bindMemory(to: Double.self).span)
      unsafe body(count, numbers)
    }
    try hold(digest, against: dataset, name)
  }

  /// The lengths of a dataset's chunks; of 1 each where it has none.
  private func chunk(of dataset: borrowing HDF5Handle, rank: Int) throws(HDF5Error) -> [Int] {
    let none = [Int](repeating: 1, count: rank)
    let creation = try HDF5Handle(
      .propertyList, "H5Dget_create_plist", H5Dget_create_plist(dataset.id))
    guard rank > 0, H5Pget_layout(creation.id) == H5D_CHUNKED else { return none }
    var lengths = [hsize_t](repeating: 1, count: rank)
    let found = unsafe H5Pget_chunk(creation.id, Int32(rank), &lengths)
    try throwIfNegative("H5Pget_chunk", found)
    return found == rank ? lengths.map { max(Int(clamping: $0), 1) } : none
  }

  func dataset(_ name: String, in parent: hid_t) throws(HDF5Error) -> HDF5Handle? {
    guard try kind(of: name, in: parent) == H5O_TYPE_DATASET else { return nil }
    return try HDF5Handle(.dataset, "H5Dopen", unsafe H5Dopen2(parent, name, hid_t(H5P_DEFAULT)))
  }

  func text(_ name: String, of object: hid_t) throws(HDF5Error) -> String? {
    let texts = try texts(name, of: object)
    return texts?.count == 1 ? texts?[0] : nil
  }

  /// Reads the findings of an audit in a page; what is of another form is passed over.
  func findings(of group: hid_t) throws(HDF5Error) -> [PageFinding] {
    (try texts("findings", of: group) ?? []).compactMap { PageFinding(text: $0) }
  }

  /// The texts of an attribute, which may be a single one.
  func texts(_ name: String, of object: hid_t) throws(HDF5Error) -> [String]? {
    guard let attribute = try attribute(name, of: object, H5T_STRING) else { return nil }
    let type = try HDF5Handle(.datatype, "H5Aget_type", H5Aget_type(attribute.handle.id))
    guard H5Tis_variable_str(type.id) > 0 else { return nil }
    var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: attribute.count)
    try throwIfNegative("H5Aread", unsafe H5Aread(attribute.handle.id, textType.id, &pointers))
    return unsafe pointers.map { pointer in
      guard let pointer = unsafe pointer else { return "" }
      defer { _ = unsafe H5free_memory(pointer) }
      return unsafe String(cString: pointer)
    }
  }

  /// The texts of a dataset; `nil` where there is none, or where it is of something else.
  func texts(ofDataset name: String, in parent: hid_t) throws(HDF5Error) -> [String]? {
    guard let dataset = try dataset(name, in: parent) else { return nil }
    let type = try HDF5Handle(.datatype, "H5Dget_type", H5Dget_type(dataset.id))
    guard H5Tis_variable_str(type.id) > 0,
      let shape = try shape(of: try HDF5Handle(.dataspace, "H5Dget_space", H5Dget_space(dataset.id)))
    else { return nil }
    var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: shape.reduce(1, *))
    let whole = hid_t(H5S_ALL)
    try throwIfNegative(
      "H5Dread", unsafe H5Dread(dataset.id, textType.id, whole, whole, hid_t(H5P_DEFAULT), &pointers))
    return unsafe pointers.map { pointer in
      guard let pointer = unsafe pointer else { return "" }
      defer { _ = unsafe H5free_memory(pointer) }
      return unsafe String(cString: pointer)
    }
  }

  func integer(_ name: String, of object: hid_t) throws(HDF5Error) -> Int64? {
    guard let attribute = try attribute(name, of: object, H5T_INTEGER), attribute.count == 1 else {
      return nil
    }
    var number: Int64 = 0
    try throwIfNegative("H5Aread", unsafe H5Aread(attribute.handle.id, ebb_h5t_native_int64(), &number))
    return number
  }

  func double(_ name: String, of object: hid_t) throws(HDF5Error) -> Double? {
    guard let attribute = try attribute(name, of: object, H5T_FLOAT), attribute.count == 1 else { return nil }
    var number = 0.0
    try throwIfNegative("H5Aread", unsafe H5Aread(attribute.handle.id, ebb_h5t_native_double(), &number))
    return number
  }

  /// An attribute with the number of its elements.
  private struct OpenAttribute: ~Copyable {
    let handle: HDF5Handle
    let count: Int
  }

  /// An attribute of that class.
  private func attribute(
    _ name: String, of object: hid_t, _ kind: H5T_class_t
  ) throws(HDF5Error) -> OpenAttribute? {
    let exists = unsafe H5Aexists(object, name)
    try throwIfNegative("H5Aexists", exists)
    guard exists > 0 else { return nil }
    let attribute = try HDF5Handle(
      .attribute, "H5Aopen", unsafe H5Aopen(object, name, hid_t(H5P_DEFAULT)))
    let type = try HDF5Handle(.datatype, "H5Aget_type", H5Aget_type(attribute.id))
    guard H5Tget_class(type.id) == kind,
      let shape = try shape(of: try HDF5Handle(.dataspace, "H5Aget_space", H5Aget_space(attribute.id)))
    else { return nil }
    return OpenAttribute(handle: attribute, count: shape.reduce(1, *))
  }

  /// The lengths of a dataspace; `nil` for more elements than the file can hold.
  private func shape(of space: borrowing HDF5Handle) throws(HDF5Error) -> [Int]? {
    let rank = H5Sget_simple_extent_ndims(space.id)
    try throwIfNegative("H5Sget_simple_extent_ndims", rank)
    guard rank > 0 else { return [] }
    var lengths = [hsize_t](repeating: 0, count: Int(rank))
    try throwIfNegative(
      "H5Sget_simple_extent_dims", unsafe H5Sget_simple_extent_dims(space.id, &lengths, nil))
    var count = 1
    for length in lengths {
      // One that is 0 lets the others be no larger.
      let (product, overflows) = count.multipliedReportingOverflow(by: max(Int(clamping: length), 1))
      guard !overflows, product <= largestCount else { return nil }
      count = product
    }
    return lengths.map { Int(clamping: $0) }
  }

  private func kind(of name: String, in parent: hid_t) throws(HDF5Error) -> H5O_type_t {
    // A name with a slash is a path, which none of Ebb's is.
    guard !name.isEmpty, name != ".", !name.contains("/") else { return H5O_TYPE_UNKNOWN }
    let exists = unsafe H5Lexists(parent, name, hid_t(H5P_DEFAULT))
    try throwIfNegative("H5Lexists", exists)
    // A link may lead nowhere, or out of the file.
    var link = H5L_info_t()
    guard exists > 0, unsafe H5Lget_info(parent, name, &link, hid_t(H5P_DEFAULT)) >= 0,
      link.type == H5L_TYPE_HARD
    else { return H5O_TYPE_UNKNOWN }
    var info = H5O_info_t()
    try throwIfNegative(
      "H5Oget_info_by_name",
      unsafe H5Oget_info_by_name2(parent, name, &info, UInt32(H5O_INFO_BASIC), hid_t(H5P_DEFAULT)))
    return info.type
  }
}
