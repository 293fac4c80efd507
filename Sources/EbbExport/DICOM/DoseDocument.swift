internal import EbbModel
internal import Foundation

/// The file of an RT Dose up to its pixels.
struct DoseDocument {
  /// The preamble, the header, and the elements before the pixels.
  let head: [UInt8]

  private static let soleClass = "1.2.840.10008.5.1.4.1.1.481.2"
  private static let planClass = "1.2.840.10008.5.1.4.1.1.481.8"
  private static let explicitLittleEndian = "1.2.840.10008.1.2.1"

  init(_ grid: DoseGrid, _ options: DoseOptions, of exported: ExportedPage, in outline: ExportOutline) {
    let page = exported.page
    let simulation = outline.simulations[exported.simulation]
    let estimator = simulation.estimators[exported.estimator]
    let kind = options.isOfErrors ? "ERROR" : "PHYSICAL"
    let study = simulation.jobIDs.joined(separator: " ") + simulation.name
    // All that the pixels and their places are made from.
    let key = [
      study, estimator.title, "\(page.number)", page.label, page.unit.described, page.operations.joined(),
      kind, "\(options.bits)", "\(options.origin)", "\(options.directions)", grid.scale,
      "\(page.primaries ?? 0)",
      "\(grid.place)",
    ].joined(separator: "\n")
    let instance = DICOMIdentifier.identifier(of: key)
    let (day, time) = Self.dayAndTime(simulation.startTime)
    let text = { (text: String) in DICOMElements.text(text) }
    let decimal = DICOMElements.decimal
    let place = grid.place

    var data = DICOMElements()
    data.append((0x0008, 0x0005), "CS", "ISO_IR 192")
    data.append((0x0008, 0x0016), "UI", Self.soleClass)
    data.append((0x0008, 0x0018), "UI", instance)
    data.append((0x0008, 0x0020), "DA", day)
    data.append((0x0008, 0x0030), "TM", time)
    data.append((0x0008, 0x0050), "SH", "")
    data.append((0x0008, 0x0060), "CS", "RTDOSE")
    data.append((0x0008, 0x0070), "LO", "Ebb")
    data.append((0x0008, 0x0090), "PN", "")
    data.append((0x0008, 0x1030), "LO", text(simulation.title))
    data.append((0x0008, 0x103E), "LO", text("\(estimator.title) p\(page.number) \(page.label)"))
    data.append((0x0008, 0x1070), "PN", "")
    data.append((0x0008, 0x1090), "LO", "ebb")
    data.append((0x0010, 0x0010), "PN", "Simulation^YAPTIDE")
    data.append((0x0010, 0x0020), "LO", text(simulation.name))
    data.append((0x0010, 0x0030), "DA", "")
    data.append((0x0010, 0x0040), "CS", "O")
    data.append((0x0018, 0x0050), "DS", decimal(place.spacings[2]))
    data.append((0x0018, 0x1020), "LO", text(outline.creator))
    data.append((0x0020, 0x000D), "UI", DICOMIdentifier.identifier(of: "study\n" + study))
    data.append((0x0020, 0x000E), "UI", DICOMIdentifier.identifier(of: "series\n" + key))
    data.append((0x0020, 0x0010), "SH", "")
    data.append((0x0020, 0x0011), "IS", "1")
    data.append((0x0020, 0x0013), "IS", "1")
    let corner = (0..<3).map { axis in
      options.origin[axis] + (0..<3).reduce(0) { $0 + options.directions[$1][axis] * place.origin[$1] }
    }
    data.append((0x0020, 0x0032), "DS", corner.map(decimal))
    let directions = options.directions[0] + options.directions[1]
    data.append((0x0020, 0x0037), "DS", directions.map(decimal))
    data.append((0x0020, 0x0052), "UI", DICOMIdentifier.identifier(of: "frame\n" + study))
    data.append((0x0020, 0x1040), "LO", "")
    data.append((0x0028, 0x0002), 1)
    data.append((0x0028, 0x0004), "CS", "MONOCHROME2")
    data.append((0x0028, 0x0008), "IS", "\(place.counts[2])")
    data.append((0x0028, 0x0009), pointingTo: (0x3004, 0x000C))
    data.append((0x0028, 0x0010), place.counts[1])
    data.append((0x0028, 0x0011), place.counts[0])
    data.append((0x0028, 0x0030), "DS", [place.spacings[1], place.spacings[0]].map(decimal))
    data.append((0x0028, 0x0100), options.bits)
    data.append((0x0028, 0x0101), options.bits)
    data.append((0x0028, 0x0102), options.bits - 1)
    data.append((0x0028, 0x0103), 0)
    data.append((0x3004, 0x0002), "CS", "GY")
    data.append((0x3004, 0x0004), "CS", kind)
    data.append((0x3004, 0x0006), "LO", "Monte Carlo; no plan: the one referenced does not exist.")
    data.append((0x3004, 0x000A), "CS", "PLAN")
    let offsets = (0..<place.counts[2]).map { decimal(Double($0) * place.spacings[2]) }
    data.append((0x3004, 0x000C), "DS", offsets)
    data.append((0x3004, 0x000E), "DS", grid.scale)
    data.append((0x3004, 0x0014), "CS", "IMAGE")
    var plan = DICOMElements()
    plan.append((0x0008, 0x1150), "UI", Self.planClass)
    plan.append((0x0008, 0x1155), "UI", DICOMIdentifier.identifier(of: "no plan\n" + study))
    data.append((0x300C, 0x0002), item: plan)
    // The pixels' element without them: their length is what follows.
    var pixels = DICOMElements()
    pixels.append((0x7FE0, 0x0010), "OW", [UInt8]())
    var pixelHead = Array(pixels.bytes.dropLast(4))
    pixelHead.append(littleEndian: UInt32(grid.pixels.count))

    var meta = DICOMElements()
    meta.append((0x0002, 0x0001), "OB", [0, 1])
    meta.append((0x0002, 0x0002), "UI", Self.soleClass)
    meta.append((0x0002, 0x0003), "UI", instance)
    meta.append((0x0002, 0x0010), "UI", Self.explicitLittleEndian)
    meta.append((0x0002, 0x0012), "UI", DICOMIdentifier.identifier(of: "ebb"))
    meta.append((0x0002, 0x0013), "SH", "EBB")
    var length = DICOMElements()
    var count: [UInt8] = []
    count.append(littleEndian: UInt32(meta.bytes.count))
    length.append((0x0002, 0x0000), "UL", count)

    head =
      [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + length.bytes + meta.bytes + data.bytes
      + pixelHead
  }

  /// "20260112", "081500"; empty where the time is not known.
  private static func dayAndTime(_ instant: Instant?) -> (String, String) {
    let digits = (instant?.iso8601 ?? "").filter(\.isNumber)
    guard digits.count >= 14 else { return ("", "") }
    return (String(digits.prefix(8)), String(digits.dropFirst(8).prefix(6)))
  }
}
