internal import CHDF5

extension HDF5File {
  /// Sets a text attribute: one variable-length UTF-8 string.
  func set(_ name: String, _ text: String, on object: hid_t) throws(HDF5Error) {
    let attribute = try attribute(name, type: textType.id, space: scalarSpace.id, on: object)
    let status = unsafe withCStrings([text]) { unsafe H5Awrite(attribute.id, textType.id, $0) }
    try throwIfNegative("H5Awrite", status)
  }

  /// Sets a text that may be absent; then nothing.
  func set(_ name: String, _ text: String?, on object: hid_t) throws(HDF5Error) {
    if let text { try set(name, text, on: object) }
  }

  /// Sets a one-dimensional attribute of texts.
  func set(_ name: String, _ texts: [String], on object: hid_t) throws(HDF5Error) {
    try set(name, count: texts.count, of: textType.id, on: object) { attribute in
      unsafe withCStrings(texts) { unsafe H5Awrite(attribute, textType.id, $0) }
    }
  }

  /// Lends texts as C strings, one buffer for all. Zero bytes in them, which no reader could give back, are
  /// left out.
  func withCStrings(
    _ texts: [String], _ body: ([UnsafeRawPointer?]) -> herr_t
  ) -> herr_t {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    for text in texts {
      starts.append(bytes.count)
      bytes += text.utf8.filter { $0 != 0 } + [0]
    }
    return unsafe bytes.withUnsafeBytes { bytes in
      let pointers = unsafe starts.map { start in unsafe bytes.baseAddress.map { unsafe $0 + start } }
      return unsafe body(pointers)
    }
  }

  func set(_ name: String, _ number: Int64, on object: hid_t) throws(HDF5Error) {
    let attribute = try attribute(
      name, type: ebb_h5t_std_i64le(), space: scalarSpace.id, on: object)
    var number = number
    try throwIfNegative("H5Awrite", unsafe H5Awrite(attribute.id, ebb_h5t_native_int64(), &number))
  }

  func set(_ name: String, _ number: Double, on object: hid_t) throws(HDF5Error) {
    let attribute = try attribute(
      name, type: ebb_h5t_ieee_f64le(), space: scalarSpace.id, on: object)
    var number = number
    try throwIfNegative("H5Awrite", unsafe H5Awrite(attribute.id, ebb_h5t_native_double(), &number))
  }

  func set(_ name: String, _ number: Int64?, on object: hid_t) throws(HDF5Error) {
    if let number { try set(name, number, on: object) }
  }

  /// Sets a one-dimensional attribute of whole numbers of 64 bits.
  func set(_ name: String, _ numbers: [Int], on object: hid_t) throws(HDF5Error) {
    let numbers = numbers.map(Int64.init)
    try set(name, count: numbers.count, of: ebb_h5t_std_i64le(), on: object) {
      unsafe H5Awrite($0, ebb_h5t_native_int64(), numbers)
    }
  }

  /// Sets a one-dimensional attribute of doubles.
  func set(_ name: String, _ numbers: [Double], on object: hid_t) throws(HDF5Error) {
    try set(name, count: numbers.count, of: ebb_h5t_ieee_f64le(), on: object) {
      unsafe H5Awrite($0, ebb_h5t_native_double(), numbers)
    }
  }

  /// Sets an attribute of as many ASCII characters as `text` has, for readers that take no text of any length.
  func set(_ name: String, ascii text: String, on object: hid_t) throws(HDF5Error) {
    let type = try HDF5Handle(.datatype, "H5Tcopy", H5Tcopy(ebb_h5t_c_s1()))
    try throwIfNegative("H5Tset_size", H5Tset_size(type.id, text.utf8.count))
    try throwIfNegative("H5Tset_strpad", H5Tset_strpad(type.id, H5T_STR_NULLPAD))
    let attribute = try attribute(name, type: type.id, space: scalarSpace.id, on: object)
    try throwIfNegative("H5Awrite", unsafe H5Awrite(attribute.id, type.id, Array(text.utf8)))
  }

  /// Sets an attribute of 32 bits, as NeXus' `_indices` are.
  func setIndex(_ name: String, _ index: Int, on object: hid_t) throws(HDF5Error) {
    let attribute = try attribute(
      name, type: ebb_h5t_std_i32le(), space: scalarSpace.id, on: object)
    var index = Int64(index)
    try throwIfNegative("H5Awrite", unsafe H5Awrite(attribute.id, ebb_h5t_native_int64(), &index))
  }

  /// Sets a one-dimensional attribute of `count` values of a type, which `write` writes to the attribute that it is given.
  func set(
    _ name: String, count: Int, of type: hid_t, on object: hid_t, write: (hid_t) -> herr_t
  ) throws(HDF5Error) {
    let space = try space([count])
    let attribute = try attribute(name, type: type, space: space.id, on: object)
    try throwIfNegative("H5Awrite", write(attribute.id))
  }

  func hasAttribute(_ name: String, on object: hid_t) throws(HDF5Error) -> Bool {
    let answer = unsafe H5Aexists(object, name)
    try throwIfNegative("H5Aexists", answer)
    return answer > 0
  }

  private func attribute(
    _ name: String, type: hid_t, space: hid_t, on object: hid_t
  ) throws(HDF5Error) -> HDF5Handle {
    try HDF5Handle(
      .attribute, "H5Acreate",
      unsafe H5Acreate2(object, name, type, space, hid_t(H5P_DEFAULT), hid_t(H5P_DEFAULT)))
  }
}
