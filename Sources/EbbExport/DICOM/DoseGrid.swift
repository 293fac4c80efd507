internal import EbbFiles
internal import EbbModel

/// The doses of a page as whole numbers, and what one is worth.
struct DoseGrid {
  let place: ImageGrid
  /// The dose of the number 1, in Gy, as the file states it.
  let scale: String
  /// Frame after frame along z, of rows along y: x fastest.
  let pixels: [UInt8]

  /// - Throws: where the page is no dose in Gy, or has what whole numbers from 0 on cannot hold.
  init(_ page: ResultPage, _ options: DoseOptions, format: String) throws(ExportError) {
    func refuse(_ reason: String) -> ExportError { .unsuitable(format: format, reason: reason) }
    let volume = try Volume(page, format: format)
    place = try ImageGrid(volume, format: format)
    guard page.unit.text == "Gy", page.unit.qualifier == nil else {
      throw refuse(
        "it is in \(page.unit.described) and no dose in Gy (--primaries N makes one of a dose per primary)")
    }
    guard let field = options.isOfErrors ? volume.errors : volume.values else {
      throw refuse("it has no errors")
    }
    let numbers = field.numbers
    guard numbers.allSatisfy(\.isFinite) else { throw refuse("some of its numbers are not finite") }
    guard numbers.allSatisfy({ $0 >= 0 }) else { throw refuse("some of its doses are below 0") }
    // The places of frames have 16 characters and a backslash each in a value of 65,534 bytes.
    guard place.counts.allSatisfy({ $0 <= Int(UInt16.max) }), place.counts[2] <= 65_534 / 17,
      numbers.count <= Int(UInt32.max) / (options.bits / 8)
    else { throw refuse("it has more bins than the format can count") }

    let most = Double(UInt64(1) << UInt64(options.bits) - 1)
    let largest = numbers.max() ?? 0
    // The scale has no more digits than fit, and must not be too small by them.
    let scale = DICOMElements.decimal(max(largest, .leastNormalMagnitude * most) / most * (1 + 1e-9))
    let step = Double(scale) ?? 1
    self.scale = scale
    func count(_ number: Double) -> Double { min((number / step).rounded(), most) }
    pixels =
      options.bits == 16
      ? littleEndianBytes(numbers.map { UInt16(count($0)) })
      : littleEndianBytes(numbers.map { UInt32(count($0)) })
  }
}
