internal import CHDF5

/// Owns one identifier of the HDF5 library.
///
/// `deinit` is the safety net. What is flushed on closing can fail, so whoever has written closes by `close`.
struct HDF5Handle: ~Copyable {
  enum Kind { case file, group, dataset, dataspace, datatype, attribute, propertyList }

  let id: hid_t
  private let kind: Kind

  /// - Parameters:
  ///   - call: the function's name for the error.
  ///   - id: what it returned; below 0 where it failed.
  init(_ kind: Kind, _ call: String, _ id: hid_t) throws(HDF5Error) {
    guard id >= 0 else { throw HDF5Error(call: call) }
    self.id = id
    self.kind = kind
  }

  deinit {
    // A task may have come to another thread since, and the library would print there that a flush failed.
    HDF5File.silence()
    _ = Self.release(id, kind)
  }

  /// Closes now: an error of the flush comes out here.
  consuming func close() throws(HDF5Error) {
    let status = Self.release(id, kind)
    discard self
    guard status >= 0 else { throw HDF5Error(call: "H5close") }
  }

  private static func release(_ id: hid_t, _ kind: Kind) -> herr_t {
    switch kind {
    case .file: H5Fclose(id)
    case .group: H5Gclose(id)
    case .dataset: H5Dclose(id)
    case .dataspace: H5Sclose(id)
    case .datatype: H5Tclose(id)
    case .attribute: H5Aclose(id)
    case .propertyList: H5Pclose(id)
    }
  }
}

/// Throws what the library says where a call returns less than 0.
func throwIfNegative(_ call: String, _ status: herr_t) throws(HDF5Error) {
  guard status >= 0 else { throw HDF5Error(call: call) }
}
