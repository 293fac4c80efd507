internal import EbbModel

/// The numbers of a cube, and its header.
struct TripCube {
  /// How the numbers are stored.
  enum Kind: String {
    /// Parts of 1000 of the target dose, 2 bytes each.
    case integer
    /// LET in keV/µm, 4 bytes each.
    case float

    var size: Int { self == .integer ? 2 : 4 }
  }

  let kind: Kind
  /// x fastest, then y, then z; little-endian.
  let bytes: [UInt8]
  private let grid: ImageGrid
  /// What 1000 are, in words.
  private let scale: String

  /// - Parameter target: the dose in Gy that is 100 %; `nil` where the largest is 120 %.
  /// - Throws: where the page is no dose or LET over three positions with bins that are as wide along x as along y.
  init(_ page: ResultPage, target: Double?, format: String) throws(ExportError) {
    func refuse(_ reason: String) -> ExportError { .unsuitable(format: format, reason: reason) }
    let volume = try Volume(page, format: format)
    guard page.axes.count == 3 else { throw refuse("it has 2 axes, and a cube has x, y and z") }
    grid = try ImageGrid(volume, format: format)
    guard abs(grid.spacings[0] - grid.spacings[1]) <= 1e-6 * grid.spacings[0] else {
      throw refuse(
        "its bins are \(grid.spacings[0]) mm wide along x and \(grid.spacings[1]) mm along y, and a cube's pixels are squares (--rebin)"
      )
    }
    guard let numbers = volume.fields.first?.numbers, numbers.allSatisfy(\.isFinite) else {
      throw refuse("some of its numbers are not finite")
    }
    var bytes: [UInt8] = []
    if let factor = page.unit.factor(to: Unit(source: "Gy")) {
      kind = .integer
      let unit: Double
      if let target {
        guard !page.unit.isPerPrimary else {
          throw refuse("it is per primary, and --target-dose is of Gy (--primaries N makes those)")
        }
        (unit, scale) = (1000 * factor / target, "1000 are \(target) Gy")
      } else {
        guard let largest = numbers.max(), largest > 0 else { throw refuse("it has no dose") }
        (unit, scale) = (1200 / largest, "1200 are \(largest) \(page.unit.described)")
      }
      bytes.reserveCapacity(numbers.count * kind.size)
      for number in numbers {
        guard let count = Int16(exactly: (number * unit).rounded()) else {
          throw refuse(
            "a dose in it is \(number) \(page.unit.described), and a cube holds 32 times the target dose")
        }
        bytes.append(littleEndian: count)
      }
    } else if let factor = page.unit.factor(to: Unit(source: "keV/um")) {
      if target != nil { throw refuse("it is in \(page.unit.described), and --target-dose is of doses") }
      (kind, scale) = (.float, "keV/um")
      bytes.reserveCapacity(numbers.count * kind.size)
      for number in numbers { bytes.append(littleEndian: Float(number * factor).bitPattern) }
    } else {
      throw refuse("it is in \(page.unit.described), and neither a dose nor a LET")
    }
    self.bytes = bytes
  }

  /// The header file, whose patient has the name of the files: TRiP98 reads no contours of another.
  func header(patient: String, of exported: ExportedPage, in outline: ExportOutline) -> String {
    let simulation = outline.simulations[exported.simulation]
    let origin =
      "\(simulation.name): \(simulation.estimators[exported.estimator].title), \(exported.page.label); \(scale)"
    // Along x and y the place is a whole number of pixels, along z each slice tells its own.
    let offsets = (0..<2).map { Int(((grid.origin[$0] / grid.spacings[$0]) - 0.5).rounded()) }
    let isFromZero = abs(grid.origin[2] - grid.spacings[2] / 2) <= 1e-6 * grid.spacings[2]
    var lines = [
      "version 2.0", "modality CT", "created_by ebb \(outline.creator)", "creation_info \(origin)",
      "primary_view transversal", "data_type \(kind.rawValue)", "num_bytes \(kind.size)", "byte_order vms",
      "patient_name \(patient)", "slice_dimension \(grid.counts[0])",
      "pixel_size \(decimals(grid.spacings[0], 7))", "slice_distance \(decimals(grid.spacings[2], 7))",
      "slice_number \(grid.counts[2])", "xoffset \(offsets[0])", "dimx \(grid.counts[0])",
      "yoffset \(offsets[1])", "dimy \(grid.counts[1])", "zoffset 0", "dimz \(grid.counts[2])",
      "z_table \(isFromZero ? "no" : "yes")",
    ].map(\.printable)
    if !isFromZero {
      lines.append("slice_no  position  thickness  gantry_tilt")
      for slice in 0..<grid.counts[2] {
        let place = grid.origin[2] + Double(slice) * grid.spacings[2]
        lines.append(
          "  \(slice + 1)  \(decimals(place, 4))  \(decimals(grid.spacings[2], 4))  0.0000")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A number with so many decimals.
  private func decimals(_ number: Double, _ count: Int) -> String {
    let scale = (0..<count).reduce(1.0) { product, _ in product * 10 }
    let whole = Int64((number.magnitude * scale).rounded())
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, count + 1 - digits.count)) + digits
    return (number < 0 && whole != 0 ? "-" : "") + padded.dropLast(count) + "." + padded.suffix(count)
  }
}
