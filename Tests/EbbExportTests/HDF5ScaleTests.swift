import CHDF5
import EbbTestSupport
import Testing

@testable import EbbExport

/// Dimension scales beside those that the library attaches, in one file.
@Suite("HDF5 scales")
struct HDF5ScaleTests {
  /// A group with two axes, values and errors over both, and bounds over the second and a dimension without a variable.
  private func write(_ name: String, byLibrary: Bool, to file: borrowing HDF5File) throws {
    let group = try file.group(name, in: file.root)
    var scales: [HDF5Scale] = []
    for (axis, length) in [("y", 3), ("z", 2)] {
      let values = (0..<length).map(Double.init)
      scales.append(
        try file.scale(file.dataset(axis, shape: [length], values, in: group.id), named: axis))
    }
    scales.append(try file.bareDimension("nv", length: 2, in: group.id))
    let datasets = [
      ("values", [3, 2], [0, 1]), ("errors", [3, 2], [0, 1]), ("z_bounds", [2, 2], [1, 2]),
    ]
    for (dataset, shape, over) in datasets {
      let count = shape.reduce(1, *)
      let written = try file.dataset(
        dataset, shape: shape, [Double](repeating: 1, count: count), in: group.id)
      if byLibrary {
        for (dimension, scale) in over.enumerated() {
          #expect(H5DSattach_scale(written.id, scales[scale].dataset.id, UInt32(dimension)) >= 0)
        }
      } else {
        try file.attach(over.map { scales[$0] }, to: written.id)
      }
    }
    if !byLibrary { try file.finish(scales) }
  }

  private func written(_ look: (WrittenHDF5) throws -> Void) throws {
    let folder = try TemporaryFolder()
    let file = try HDF5File(creating: folder.path("out.h5"), compression: .none)
    try write("ours", byLibrary: false, to: file)
    try write("library", byLibrary: true, to: file)
    try file.close()
    try look(try #require(WrittenHDF5(folder.path("out.h5"), writing: true)))
  }

  @Test("attributes have the types, lengths and objects that the library gives them")
  func sameAttributes() throws {
    try written { file in
      for name in ["y", "z", "nv", "values", "errors", "z_bounds"] {
        for attribute in ["CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"] {
          let (ours, library) = ("ours/" + name, "library/" + name)
          #expect(file.hasAttribute(attribute, of: ours) == file.hasAttribute(attribute, of: library))
          #expect(file.isSameType(attribute, of: ours, and: library), "\(attribute) of \(name)")
        }
        #expect(file.scaleNames("ours/" + name) == file.scaleNames("library/" + name))
        #expect(file.uses("ours/" + name) == file.uses("library/" + name))
        // What lies in no field is the same in every run.
        #expect(file.storedUses("ours/" + name).allSatisfy { $0.unused == 0 })
      }
      #expect(file.scaleNames("ours/z_bounds") == ["z", "nv"])
      #expect(file.uses("ours/z") == ["values 1", "errors 1", "z_bounds 0"])
    }
  }

  @Test("the library can take a scale away and put it back")
  func changes() throws {
    try written { file in
      for group in ["ours", "library"] {
        #expect(file.reattach(group + "/y", to: group + "/errors", dimension: 0))
        #expect(file.uses(group + "/y") == ["values 0", "errors 0"])
        #expect(file.scaleNames(group + "/errors") == ["y", "z"])
      }
    }
  }
}
