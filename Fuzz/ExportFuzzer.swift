import EbbModel

@testable import EbbCodec

/// Any text as a document of any shape, and as a JSON export: it is refused, or its pages lie within it, one after
/// another, and each is refused or holds together: arrays of one length, and counts that can be.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExport(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  _ = try? PageText.decodeTree(TextBuffer(text))
  // A page alone, too: of whole documents few inputs get so far.
  check(TextBuffer(text), text)
  guard let document = try? ExportText.document(TextBuffer(text)) else { return 0 }
  var end = 0
  for place in document.pages {
    let name = place.name
    guard name.number >= 0, place.range.lowerBound >= end, !place.range.isEmpty,
      place.range.upperBound <= count
    else { fail("a page lies at \(place.range), after \(end)", text) }
    end = place.range.upperBound
    let own = Array(text[place.range])
    if let page = check(TextBuffer(own), own), page.number != name.number || page.quantity != name.quantity {
      fail("page \(name.number) \(name.quantity) is \(page.number) \(page.quantity)", text)
    }
  }
  return 0
}

@discardableResult
private func check(_ buffer: borrowing TextBuffer, _ text: [UInt8]) -> ResultPage? {
  guard let page = try? ExportText.page(buffer) else { return nil }
  let bins = page.axes.reduce(1) { $0 &* $1.centres.count }
  guard page.isPhaseSpace || page.values.count == bins else { fail("values of another shape", text) }
  let lengths = [page.errors?.count, page.binContributions?.count, page.hits?.count].compactMap(\.self)
  guard lengths.allSatisfy({ $0 == page.values.count }) else { fail("arrays of other lengths", text) }
  guard page.contributions >= 0, page.binContributions?.allSatisfy({ 0...page.contributions ~= $0 }) ?? true,
    page.hits?.allSatisfy({ Int($0) <= page.contributions }) ?? true,
    page.degreesOfFreedom.map({ $0 >= 0 }) ?? true
  else { fail("counts that cannot be", text) }
  for axis in page.axes where axis.edges.map({ $0.count != axis.centres.count + 1 }) ?? false {
    fail("edges of another length", text)
  }
  return page
}
