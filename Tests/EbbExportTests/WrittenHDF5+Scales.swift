import CHDF5

@testable import EbbExport

/// What a file says of its dimension scales.
extension WrittenHDF5 {
  /// Whether an attribute of two objects has one type and length, where they have it.
  func isSameType(_ name: String, of first: String, and second: String) -> Bool {
    guard hasAttribute(name, of: first), hasAttribute(name, of: second) else { return true }
    return attribute(name, of: first) { first in
      attribute(name, of: second) { second in
        let (types, spaces) = (
          (H5Aget_type(first), H5Aget_type(second)), (H5Aget_space(first), H5Aget_space(second))
        )
        defer {
          H5Tclose(types.0)
          H5Tclose(types.1)
          H5Sclose(spaces.0)
          H5Sclose(spaces.1)
        }
        return H5Tequal(types.0, types.1) > 0 && H5Sextent_equal(spaces.0, spaces.1) > 0
      }
    } ?? false
  }

  /// The scales of a dataset's dimensions, by their names; those of one dimension as one text.
  func scaleNames(_ dataset: String) -> [String] {
    values(of: "DIMENSION_LIST", of: dataset) { attribute, type, space in
      var lists = unsafe [hvl_t](repeating: hvl_t(), count: Int(H5Sget_simple_extent_npoints(space)))
      guard unsafe H5Aread(attribute, type, &lists) >= 0 else { return nil }
      defer { _ = unsafe H5Dvlen_reclaim(type, space, hid_t(H5P_DEFAULT), &lists) }
      return unsafe lists.map { list in
        let references = unsafe UnsafeBufferPointer(
          start: list.p?.assumingMemoryBound(to: hobj_ref_t.self), count: list.len)
        return unsafe references.map(name).joined(separator: " ")
      }
    }
  }

  /// What is over a scale: names and dimensions.
  func uses(_ scale: String) -> [String] {
    storedUses(scale).map { "\(name($0.dataset)) \($0.dimension)" }
  }

  /// What is over a scale, byte by byte as it is stored.
  func storedUses(_ scale: String) -> [ebb_h5_scale_use] {
    values(of: "REFERENCE_LIST", of: scale) { attribute, type, space in
      var uses = [ebb_h5_scale_use](
        repeating: ebb_h5_scale_use(dataset: 0, dimension: 0, unused: -1),
        count: Int(H5Sget_simple_extent_npoints(space)))
      return unsafe H5Aread(attribute, type, &uses) < 0 ? nil : uses
    }
  }

  /// What `read` reads of an attribute in its own type and space; empty where it is absent or cannot be read.
  private func values<Value>(
    of attribute: String, of object: String,
    _ read: (_ attribute: hid_t, _ type: hid_t, _ space: hid_t) -> [Value]?
  ) -> [Value] {
    self.attribute(attribute, of: object) { attribute in
      let (type, space) = (H5Aget_type(attribute), H5Aget_space(attribute))
      defer {
        H5Tclose(type)
        H5Sclose(space)
      }
      return read(attribute, type, space)
    } ?? []
  }

  /// Takes a scale away and puts it back, by the library; whether it was there, then was not, and is there.
  func reattach(_ scale: String, to dataset: String, dimension: UInt32) -> Bool {
    opened(scale) { scale in
      opened(dataset) { dataset in
        H5DSis_attached(dataset, scale, dimension) > 0
          && H5DSdetach_scale(dataset, scale, dimension) >= 0
          && H5DSis_attached(dataset, scale, dimension) == 0
          && H5DSattach_scale(dataset, scale, dimension) >= 0
          && H5DSis_attached(dataset, scale, dimension) > 0
      }
    }
  }

  /// The last part of an object's name.
  private func name(_ reference: hobj_ref_t) -> String {
    var reference = reference
    var text = [CChar](repeating: 0, count: 256)
    _ = unsafe ebb_h5r_name(file, &reference, &text, text.count)
    let path = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    return path.split(separator: "/").last.map(String.init) ?? ""
  }
}
