internal import EbbFiles
internal import EbbText
internal import Foundation

/// The arrays of VTK's XML files, in base64 within the text.
struct VTKArrays {
  let deflate: FastDeflate.Stream?

  /// The bytes of a block; VTK's own writer takes 32 kB, larger ones need fewer calls and shorter tables.
  private static let blockSize = 1 << 18

  /// The attribute of the file that says how arrays are compressed.
  var compressor: String { deflate == nil ? "" : " compressor=\"vtkZLibDataCompressor\"" }

  /// The element of an array of doubles.
  /// - Parameter name: escaped for an attribute.
  func array(_ numbers: [Double], named name: String) -> [UInt8] {
    var element = Array("<DataArray type=\"Float64\" Name=\"\(name)\" format=\"binary\">".utf8)
    let bytes = littleEndianBytes(numbers)
    if let deflate {
      var sizes: [UInt64] = []
      var blocks: [UInt8] = []
      for start in stride(from: 0, to: bytes.count, by: Self.blockSize) {
        let block = deflate(Array(bytes[start..<min(start + Self.blockSize, bytes.count)]))
        sizes.append(UInt64(block.count))
        blocks += block
      }
      let rest = UInt64(bytes.count % Self.blockSize)
      element += Self.base64([UInt64(sizes.count), UInt64(Self.blockSize), rest] + sizes)
      element += Data(blocks).base64EncodedData()
    } else {
      // The length and the numbers are one text.
      element += Data(Self.littleEndian([UInt64(bytes.count)]) + bytes).base64EncodedData()
    }
    element += Array("</DataArray>\n".utf8)
    return element
  }

  /// The element of a text, as its bytes and a zero.
  static func text(_ text: String, named name: String) -> String {
    let codes = (Array(text.utf8) + [0]).map { "\($0)" }.joined(separator: " ")
    return
      "<DataArray type=\"String\" Name=\"\(name.html)\" NumberOfTuples=\"1\" format=\"ascii\">\(codes)</DataArray>\n"
  }

  private static func base64(_ numbers: [UInt64]) -> Data { Data(littleEndian(numbers)).base64EncodedData() }

  private static func littleEndian(_ numbers: [UInt64]) -> [UInt8] {
    numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
  }
}
