internal import CHDF5
internal import EbbFiles

extension HDF5File {
  /// The fewest values of a dataset that is chunked. The library's index of chunks takes 2 to 3 KB, which is more than
  /// compressing saves of few values. Pages of 200 bins take 0.73 of the room without (0.86 where nine bins of ten are
  /// 0), and 5,000 of them in one file three quarters of the time; of 300 bins 0.79 and 0.99, of 400 bins 0.84 and 1.14.
  private static let smallestChunked = 384
  /// 1 MiB of doubles.
  private static let largestChunk = 1 << 17

  /// States the SHA-256 of a dataset's numbers, as little-endian doubles, the last axis fastest. The library checks
  /// neither small arrays nor whether all chunks of large ones are found, which reads as zeros; whoever reads the file
  /// can hold the numbers against this (`HDF5Reader`).
  static let digestName = "sha256"

  /// Writes a dataset of doubles, `shape` with the last axis fastest; a scalar where the shape is empty.
  func dataset(
    _ name: String, shape: [Int], _ values: [Double], in group: hid_t
  ) throws(HDF5Error) -> HDF5Handle {
    precondition(values.count == shape.reduce(1, *))
    let isChunked = values.count >= Self.smallestChunked && !shape.isEmpty
    let chunk = isChunked && compression.level != nil ? Self.chunk(of: shape) : []
    let dataset = try create(name, shape: shape, chunk: chunk, in: group)
    if let workers, !chunk.isEmpty {
      let digest = try write(values, in: ChunkGrid(shape: shape, chunk: chunk), by: workers, to: dataset.id)
      try set(Self.digestName, digest, on: dataset.id)
      return dataset
    }
    let whole = hid_t(H5S_ALL)
    let status = unsafe values.withUnsafeBytes { bytes in
      unsafe H5Dwrite(
        dataset.id, ebb_h5t_native_double(), whole, whole, hid_t(H5P_DEFAULT), bytes.baseAddress)
    }
    try throwIfNegative("H5Dwrite", status)
    var digest = SHA256()
    digest.update(values.span)
    try set(Self.digestName, digest.finish(), on: dataset.id)
    return dataset
  }

  /// Writes texts as a dataset over the dimension `dimension`, which is in the group.
  func dataset(
    _ name: String, _ texts: [String], over dimension: HDF5Scale, in group: hid_t
  ) throws(HDF5Error) {
    let space = try space([texts.count])
    let dataset = try create(
      name, type: textType.id, space: space.id, creation: datasetCreation.id, in: group)
    let whole = hid_t(H5S_ALL)
    let status = unsafe withCStrings(texts) { pointers in
      unsafe H5Dwrite(dataset.id, textType.id, whole, whole, hid_t(H5P_DEFAULT), pointers)
    }
    try throwIfNegative("H5Dwrite", status)
    try attach([dimension], to: dataset.id)
  }

  /// Has the chunks compressed, and writes them past the library's filters while others are made.
  /// - Returns: the numbers' digest.
  private func write(
    _ values: [Double], in grid: ChunkGrid, by workers: ChunkWorkers, to dataset: hid_t
  ) throws(HDF5Error) -> String {
    let chunks = (0..<grid.count).map(grid.values)
    var digest = SHA256()
    try workers.compress(chunks, of: values, size: grid.chunkSize) { (number, stored) throws(HDF5Error) in
      digest.update(values.span.extracting(chunks[number]))
      let offset = grid.offset(number).map { hsize_t($0) }
      let status = unsafe H5Dwrite_chunk(dataset, hid_t(H5P_DEFAULT), 0, offset, stored.count, stored)
      try throwIfNegative("H5Dwrite_chunk", status)
    }
    // Small ones leave little to wait for, and would have the same pages of the file written again and again.
    if grid.count > 1 { beginSync() }
    return digest.finish()
  }

  func space(_ shape: [Int]) throws(HDF5Error) -> HDF5Handle {
    guard !shape.isEmpty else {
      return try HDF5Handle(.dataspace, "H5Screate", H5Screate(H5S_SCALAR))
    }
    let lengths = shape.map { hsize_t($0) }
    return try HDF5Handle(
      .dataspace, "H5Screate_simple", unsafe H5Screate_simple(Int32(lengths.count), lengths, nil))
  }

  /// The shape of chunks: whole rows along the last axes, the first ones divided evenly so that no chunk is larger than
  /// 1 MiB.
  ///
  /// So the values of a chunk lie one after another in the dataset (`ChunkGrid`).
  static func chunk(of shape: [Int]) -> [Int] {
    var chunk = shape
    for axis in shape.indices where chunk.reduce(1, *) > largestChunk {
      let row = shape[(axis + 1)...].reduce(1, *)
      let most = max(1, largestChunk / row)
      let parts = (shape[axis] + most - 1) / most
      chunk[axis] = (shape[axis] + parts - 1) / parts
    }
    return chunk
  }

  /// A dataset of doubles, shuffled and compressed by chunks where `chunk` is not empty.
  private func create(
    _ name: String, shape: [Int], chunk: [Int], in group: hid_t
  ) throws(HDF5Error) -> HDF5Handle {
    let type = ebb_h5t_ieee_f64le()
    let space = try space(shape)
    guard !chunk.isEmpty, let level = compression.level else {
      return try create(name, type: type, space: space.id, creation: datasetCreation.id, in: group)
    }
    let creation = try HDF5Handle(.propertyList, "H5Pcopy", H5Pcopy(datasetCreation.id))
    let lengths = chunk.map { hsize_t($0) }
    try throwIfNegative("H5Pset_chunk", unsafe H5Pset_chunk(creation.id, Int32(lengths.count), lengths))
    try throwIfNegative("H5Pset_shuffle", H5Pset_shuffle(creation.id))
    try throwIfNegative("H5Pset_deflate", H5Pset_deflate(creation.id, UInt32(level)))
    return try create(name, type: type, space: space.id, creation: creation.id, in: group)
  }

  func create(
    _ name: String, type: hid_t, space: hid_t, creation: hid_t, in group: hid_t
  ) throws(HDF5Error) -> HDF5Handle {
    try HDF5Handle(
      .dataset, "H5Dcreate",
      unsafe H5Dcreate2(
        group, name, type, space, hid_t(H5P_DEFAULT), creation, hid_t(H5P_DEFAULT)))
  }
}
