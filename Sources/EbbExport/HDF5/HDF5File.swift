internal import CHDF5
internal import EbbFiles
private import Glibc

/// A new HDF5 file: the calls of the library that the layout needs, none else.
///
/// Groups track and index the order in which their members are created (netCDF-4 asks for it), and nothing
/// records when it was made, so that the same content gives the same bytes. The library keeps its error
/// state by thread: `silence` before a run of calls that no suspension interrupts.
struct HDF5File: ~Copyable {
  private let file: HDF5Handle
  /// The same file, for the system.
  private let descriptor: FileDescriptor
  private let groupCreation: HDF5Handle
  /// Of a dataset in one piece.
  let datasetCreation: HDF5Handle
  /// Variable-length UTF-8.
  let textType: HDF5Handle
  let scalarSpace: HDF5Handle
  let scaleTypes: HDF5ScaleTypes
  let compression: ChunkCompression
  /// Workers that compress where the library does not.
  let workers: ChunkWorkers?

  /// The root group.
  var root: hid_t { file.id }

  init(creating path: String, compression: ChunkCompression) throws(HDF5Error) {
    Self.silence()
    let groupCreation = try Self.groupCreation(ebb_h5p_group_create())
    let datasetCreation = try Self.creation(ebb_h5p_dataset_create())
    let textType = try HDF5Handle(.datatype, "H5Tcopy", H5Tcopy(ebb_h5t_c_s1()))
    try throwIfNegative("H5Tset_size", H5Tset_size(textType.id, ebb_h5t_variable()))
    try throwIfNegative("H5Tset_cset", H5Tset_cset(textType.id, H5T_CSET_UTF8))
    let scalarSpace = try HDF5Handle(.dataspace, "H5Screate", H5Screate(H5S_SCALAR))
    let scaleTypes = try HDF5ScaleTypes()
    let file = try Self.create(path)
    self.groupCreation = groupCreation
    self.datasetCreation = datasetCreation
    self.textType = textType
    self.scalarSpace = scalarSpace
    self.scaleTypes = scaleTypes
    self.file = file
    descriptor = FileDescriptor(systemOpen(path, O_RDONLY))
    self.compression = compression
    workers = ChunkWorkers(compression)
  }

  private static func create(_ path: String) throws(HDF5Error) -> HDF5Handle {
    let creation = try groupCreation(ebb_h5p_file_create())
    let access = try HDF5Handle(.propertyList, "H5Pcreate", H5Pcreate(ebb_h5p_file_access()))
    // As old as the content allows, and nothing newer than HDF5 1.10 reads.
    try throwIfNegative(
      "H5Pset_libver_bounds", H5Pset_libver_bounds(access.id, H5F_LIBVER_EARLIEST, H5F_LIBVER_V110))
    // Nobody else knows of the temporary file, and network file systems often have no locks.
    try throwIfNegative("H5Pset_file_locking", H5Pset_file_locking(access.id, false, true))
    return try HDF5Handle(
      .file, "H5Fcreate", unsafe H5Fcreate(path, ebb_h5f_acc_trunc(), creation.id, access.id))
  }

  /// The properties of a new group, the root among them.
  private static func groupCreation(_ kind: hid_t) throws(HDF5Error) -> HDF5Handle {
    let creation = try creation(kind)
    try throwIfNegative("H5Pset_link_creation_order", H5Pset_link_creation_order(creation.id, creationOrder))
    return creation
  }

  /// The properties of a new object. Its attributes lie in its header: in a heap with an index they take more room.
  private static func creation(_ kind: hid_t) throws(HDF5Error) -> HDF5Handle {
    let creation = try HDF5Handle(.propertyList, "H5Pcreate", H5Pcreate(kind))
    try throwIfNegative("H5Pset_attr_creation_order", H5Pset_attr_creation_order(creation.id, creationOrder))
    try throwIfNegative(
      "H5Pset_attr_phase_change",
      H5Pset_attr_phase_change(creation.id, mostInHeader, mostInHeader / 2))
    try throwIfNegative("H5Pset_obj_track_times", H5Pset_obj_track_times(creation.id, false))
    return creation
  }

  private static var creationOrder: UInt32 { UInt32(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED) }

  /// The most attributes in an object's header, which is searched from its start: more than a page has.
  private static let mostInHeader: UInt32 = 64

  /// Keeps the library from printing its errors from this thread, and from writing when the process ends: a file
  /// that could not be written is given up.
  static func silence() {
    _ = onceForProcess
    _ = H5Eset_auto2(hid_t(H5E_DEFAULT), nil, nil)
  }

  private static let onceForProcess: Void = { _ = H5dont_atexit() }()

  /// Has the system begin to bring to disk what is written so far.
  func beginSync() { systemBeginSync(descriptor.number) }

  func group(_ name: String, in parent: hid_t) throws(HDF5Error) -> HDF5Handle {
    try HDF5Handle(
      .group, "H5Gcreate",
      unsafe H5Gcreate2(parent, name, hid_t(H5P_DEFAULT), groupCreation.id, hid_t(H5P_DEFAULT)))
  }

  func openGroup(_ name: String, in parent: hid_t) throws(HDF5Error) -> HDF5Handle {
    try HDF5Handle(.group, "H5Gopen", unsafe H5Gopen2(parent, name, hid_t(H5P_DEFAULT)))
  }

  /// Writes what is left, and closes.
  consuming func close() throws(HDF5Error) {
    try file.close()
  }
}
