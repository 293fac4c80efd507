import EbbModel
import EbbProcess

@testable import EbbExport

/// Any bytes as what the reader of HDF5 files hands over, which a file may have taken over: they are refused, or a
/// listing or a page that holds together and is no larger than the bytes and the file allow.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAnswer(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let choice = bytes.first else { return 0 }
  var place = 1
  var answer = unsafe AnswerReader(bytes: Int(choice / 3) << 8) { room throws(AnswerError) in
    guard room.count <= bytes.count - place else { throw .child(.ended) }
    unsafe room.copyBytes(from: bytes[place..<place + room.count])
    place += room.count
  }
  do throws(AnswerError) {
    switch choice % 3 {
    case 0: listing(try FileListing(parts: &answer), bytes)
    case 1: listing(try FileListing(exports: &answer), bytes)
    default: page(try answer.page(), bytes)
    }
  } catch {
    guard case .failed(let reason) = error else { return 0 }
    if reason.utf8.count > count { fail("a reason that was not given", bytes) }
  }
  return 0
}

private func listing(_ found: FileListing, _ input: [UInt8]) {
  guard found.parts.count + found.exports.count + found.simulations.count <= input.count else {
    fail("more pages than bytes", input)
  }
  for part in found.parts {
    guard found.simulations.indices ~= part.simulation,
      found.simulations[part.simulation].estimators.indices ~= part.estimator
    else { fail("a part stands nowhere", input) }
  }
  for page in found.exports where !(found.simulations.indices ~= page.simulation) {
    fail("a page stands nowhere", input)
  }
}

private func page(_ page: ResultPage, _ input: [UInt8]) {
  let bins = page.isPhaseSpace ? page.values.count : page.shape.reduce(1, *)
  guard page.values.count == bins, bins <= input.count, page.errors.map({ $0.count == bins }) ?? true,
    page.binContributions.map({ $0.count == bins && $0.allSatisfy { 0...page.contributions ~= $0 } }) ?? true
  else { fail("arrays of other lengths", input) }
  for axis in page.axes where axis.edges.map({ $0.count != axis.centres.count + 1 }) ?? false {
    fail("edges of other lengths", input)
  }
}
