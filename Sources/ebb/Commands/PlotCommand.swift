internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct PlotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw results: curves with their errors, heat maps, slices of volumes; PNG, SVG or PDF.",
    discussion: """
      Examples:
        ebb plot 20230615 -e z_profile -p DOSE
        ebb plot 20230615 -e z_profile -p DOSE -o bragg.png --db yaptide.sqlite
        ebb plot 2023-a1 2023-b2 -e z_profile -p 0 -o both.pdf
        ebb plot 20230615 -e yz_profile -p DOSE --log -o map.svg
        ebb plot 20230615 -e yz_profile -p 0 --sum y --primaries 1e9 -o gray.png
        ebb plot 20230615 -o pictures/
        ebb plot 20230615 -e z_profile -p 0 -o bragg.pdf --style aps --data
        ebb plot 2023-a1 2023-b2 -e z_profile -p 0 -o a.pdf --label '2023-a1=A'
        ebb plot 2023-a1 2023-b2 -e z_profile -p 0 -o both.pdf --ratio 2023-a1
        ebb plot 2023-a1 2023-b2 -e yz_profile -p 0 -o lines.pdf --isodose 50,80,95
        ebb plot 20230615 -e yz_profile -p 0 -o errors.pdf --show relative
        ebb plot 20230615 -e z_profile -p 0 -o tail.svg --xrange 15:25 --log y

      Pages over the same axis share a picture; the band around a curve is one standard error. A page over two axes \
      is a heat map, one over three is shown by three slices through its largest bin; lengths have a true scale. \
      Of a logarithmic scale, bins that are 0 or less are marked at its foot; where it is that of a map's colours, they \
      are gray. A folder gets a picture for each page, with the curves of all simulations. gnuplot draws: Debian's \
      gnuplot-nox is enough.

      Without -o the terminal is filled with a drawing in characters, with axes, errors and a scale of colours: as many \
      colours as it has (COLORTERM, TERM), densities of characters without (NO_COLOR, --color never). Where a map has \
      more bins than there are places, each shows the largest of its bins. -f text does the same where there is no \
      terminal, in 80 columns and 24 lines, or COLUMNS and LINES.

      Sizes are those in print, in all formats: letters of 8 points are 8 points in PNG (300 dots an inch, which the \
      file states), SVG and PDF. The styles of journals have their column's width and size of letters, and no title.
      """)

  @Argument(help: JobHelp.any, completion: .jobsAndFiles)
  var jobs: [String]

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "Picture") var picture: PictureOptions
  @OptionGroup var selection: RequestOptions<AggregationOptions>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let request = try command.request()
      let isText = command.picture.isText(hasTerminal: Terminal.isPresent)
      if isText, let output = command.picture.output {
        try Answer.check(output, overwrites: request.overwrites)
      }
      if !isText, command.picture.output == nil {
        throw Failure(
          .usage, "the picture has no name, and there is no terminal to draw on.",
          advice:
            "Name a file with -o FILE.png, .svg or .pdf, or a folder/, or draw with characters: -f text.")
      }
      let (catalog, simulations) = try await command.store.openSimulations(command.jobs, request.pages)
      if isText {
        let drawing = try await Plot(request, of: catalog).text(
          simulations, on: Terminal.drawingScreen(showsColour: command.common.showsColour))
        await catalog.close()
        if let output = command.picture.output {
          try Answer.write(drawing.text, to: output, overwrites: request.overwrites)
        } else {
          try Answer.write(drawing.text)
        }
        return try command.common.messages.finish(catalog.notices + drawing.notices)
      }
      let summary = try await Plot(request, of: catalog).run(simulations)
      await catalog.close()
      try command.common.messages.finish(catalog.notices + summary.notices, wrote: summary)
    }
  }

  private func request() throws(Failure) -> PlotRequest {
    var request = PlotRequest()
    request.pages = selection.request(threads: common.threadCount)
    try picture.apply(to: &request)
    return request
  }
}
