internal import CHDF5

extension HDF5File {
  /// Sets a text attribute: one variable-length UTF-8 string.
  func set(_ name: String, _ text: String, on object: hid_t) throws(HDF5Error) {
    let attribute = try attribute(name, type: textType.id, space: scalarSpace.id, on: object)
    // A C string ends at its first zero byte, which no reader could give back.
    let text = text.utf8.contains(0) ? String(text.unicodeScalars.filter { $0 != "\0" }) : text
    let status = unsafe text.withCString { text in
      var text: UnsafePointer<CChar>? = unsafe text
      return unsafe H5Awrite(attribute.id, textType.id, &text)
    }
    try throwIfNegative("H5Awrite", status)
  }

  /// Sets a text that may be absent; then nothing.
  func set(_ name: String, _ text: String?, on object: hid_t) throws(HDF5Error) {
    if let text { try set(name, text, on: object) }
  }

  /// Sets a one-dimensional attribute of texts.
  func set(_ name: String, _ texts: [String], on object: hid_t) throws(HDF5Error) {
    let space = try space([texts.count])
    let attribute = try attribute(name, type: textType.id, space: space.id, on: object)
    let status = unsafe withCStrings(texts) { pointers in
      unsafe H5Awrite(attribute.id, textType.id, pointers)
    }
    try throwIfNegative("H5Awrite", status)
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
    let space = try space([numbers.count])
    let attribute = try attribute(name, type: ebb_h5t_std_i64le(), space: space.id, on: object)
    let numbers = numbers.map(Int64.init)
    try throwIfNegative("H5Awrite", unsafe H5Awrite(attribute.id, ebb_h5t_native_int64(), numbers))
  }

  /// Sets a one-dimensional attribute of doubles.
  func set(_ name: String, _ numbers: [Double], on object: hid_t) throws(HDF5Error) {
    let space = try space([numbers.count])
    let attribute = try attribute(name, type: ebb_h5t_ieee_f64le(), space: space.id, on: object)
    try throwIfNegative("H5Awrite", unsafe H5Awrite(attribute.id, ebb_h5t_native_double(), numbers))
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

  /// Sets a one-dimensional attribute of `count` values of a type, which `write` writes.
  func set(
    _ name: String, count: Int, of type: hid_t, on object: hid_t,
    write: (_ attribute: hid_t, _ type: hid_t) -> herr_t
  ) throws(HDF5Error) {
    let space = try space([count])
    let attribute = try attribute(name, type: type, space: space.id, on: object)
    try throwIfNegative("H5Awrite", write(attribute.id, type))
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
