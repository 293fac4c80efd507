import CHDF5

@testable import EbbExport

/// Reads a file back by the library itself: what the HDF5 exporter's tests look at.
final class WrittenHDF5 {
  let file: hid_t

  /// - Returns: `nil` where the library cannot open it, to change it too where that is asked for.
  init?(_ path: String, writing: Bool = false) {
    HDF5File.silence()
    file = unsafe H5Fopen(path, writing ? 1 : 0, hid_t(H5P_DEFAULT))
    if file < 0 { return nil }
  }

  deinit { H5Fclose(file) }

  /// The members of a group in the order of their creation; `nil` where that is not indexed.
  func members(_ group: String) -> [String]? {
    opened(group) { group in
      var names: [String] = []
      let status = unsafe withUnsafeMutablePointer(to: &names) { names in
        unsafe H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, nil, collect, names)
      }
      return status < 0 ? nil : names
    }
  }

  /// All groups below the root, by their paths, the root first.
  var groups: [String] {
    var found = ["/"]
    var next = 0
    while next < found.count {
      let parent = found[next]
      next += 1
      for name in members(parent) ?? [] {
        let path = (parent == "/" ? "" : parent) + "/" + name
        if opened(path, { H5Iget_type($0) == H5I_GROUP }) { found.append(path) }
      }
    }
    return found
  }

  /// The times that the file has of its groups and of their members, each once; 0 where it has none.
  var times: Set<Int> {
    let paths = groups.flatMap { group in
      [group] + (members(group) ?? []).map { (group == "/" ? "" : group) + "/" + $0 }
    }
    return Set(
      paths.flatMap { path in
        opened(path) { object in
          var info = H5O_info_t()
          let status = unsafe H5Oget_info2(object, &info, UInt32(H5O_INFO_TIME))
          return status < 0 ? [-1] : [info.atime, info.mtime, info.ctime, info.btime]
        }
      })
  }

  /// Whether a group tracks and indexes the order of its members and of its attributes.
  func tracksCreationOrder(_ group: String) -> Bool {
    opened(group) { group in
      let properties = H5Gget_create_plist(group)
      defer { H5Pclose(properties) }
      var links: UInt32 = 0
      var attributes: UInt32 = 0
      guard unsafe H5Pget_link_creation_order(properties, &links) >= 0,
        unsafe H5Pget_attr_creation_order(properties, &attributes) >= 0
      else { return false }
      let both = UInt32(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED)
      return links == both && attributes == both
    }
  }

  func shape(_ dataset: String) -> [Int] { opened(dataset) { shape(of: $0) } }

  private func shape(of dataset: hid_t) -> [Int] {
    let space = H5Dget_space(dataset)
    defer { H5Sclose(space) }
    var lengths = [hsize_t](repeating: 0, count: 32)
    let rank = unsafe H5Sget_simple_extent_dims(space, &lengths, nil)
    return lengths.prefix(Int(rank)).map { Int($0) }
  }

  func values(_ dataset: String) -> [Double] {
    opened(dataset) { dataset in
      var values = [Double](repeating: 0, count: shape(of: dataset).reduce(1, *))
      let whole = hid_t(H5S_ALL)
      let status = unsafe H5Dread(
        dataset, ebb_h5t_native_double(), whole, whole, hid_t(H5P_DEFAULT), &values)
      precondition(status >= 0, "cannot read the values")
      return values
    }
  }

  /// The chunk of a dataset, `nil` where it is contiguous.
  func chunk(_ dataset: String) -> [Int]? {
    opened(dataset) { dataset in
      let properties = H5Dget_create_plist(dataset)
      defer { H5Pclose(properties) }
      guard H5Pget_layout(properties) == H5D_CHUNKED else { return nil }
      var chunk = [hsize_t](repeating: 0, count: 32)
      let rank = unsafe H5Pget_chunk(properties, 32, &chunk)
      return chunk.prefix(Int(rank)).map { Int($0) }
    }
  }

  /// How many scales each dimension of a dataset has.
  func scales(_ dataset: String) -> [Int] {
    let rank = shape(dataset).count
    return opened(dataset) { dataset in
      (0..<rank).map { Int(H5DSget_num_scales(dataset, UInt32($0))) }
    }
  }

  func isScale(_ dataset: String) -> Bool { opened(dataset) { H5DSis_scale($0) > 0 } }

  func hasAttribute(_ name: String, of object: String) -> Bool {
    opened(object) { unsafe H5Aexists($0, name) > 0 }
  }

  func attributeCount(of object: String) -> Int { opened(object) { Int(H5Aget_num_attrs($0)) } }

  func integer(_ name: String, of object: String) -> Int64? {
    attribute(name, of: object) { attribute in
      var number: Int64 = 0
      return unsafe H5Aread(attribute, ebb_h5t_native_int64(), &number) < 0 ? nil : number
    }
  }

  /// A text attribute, byte by byte; `nil` where it is absent or no variable-length UTF-8.
  func text(_ name: String, of object: String) -> String? { texts(name, of: object)?.first }

  func texts(_ name: String, of object: String) -> [String]? {
    attribute(name, of: object) { attribute in
      let type = H5Aget_type(attribute)
      defer { H5Tclose(type) }
      guard H5Tis_variable_str(type) > 0, H5Tget_cset(type) == H5T_CSET_UTF8 else { return nil }
      let space = H5Aget_space(attribute)
      defer { H5Sclose(space) }
      let count = Int(H5Sget_simple_extent_npoints(space))
      var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      guard unsafe H5Aread(attribute, type, &pointers) >= 0 else { return nil }
      defer { _ = unsafe H5Dvlen_reclaim(type, space, hid_t(H5P_DEFAULT), &pointers) }
      return unsafe pointers.map { unsafe $0.map { unsafe String(cString: $0) } ?? "" }
    }
  }

  func attribute<R>(_ name: String, of object: String, _ body: (hid_t) -> R?) -> R? {
    opened(object) { object in
      guard unsafe H5Aexists(object, name) > 0 else { return nil }
      let attribute = unsafe H5Aopen(object, name, hid_t(H5P_DEFAULT))
      defer { H5Aclose(attribute) }
      return body(attribute)
    }
  }

  func opened<R>(_ path: String, _ body: (hid_t) -> R) -> R {
    let object = unsafe H5Oopen(file, path, hid_t(H5P_DEFAULT))
    precondition(object >= 0, "there is no \(path)")
    defer { H5Oclose(object) }
    return body(object)
  }
}

/// Called by the library for each member.
private let collect: H5L_iterate_t = { _, name, _, names in
  if let name = unsafe name {
    unsafe names?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
  }
  return 0
}
