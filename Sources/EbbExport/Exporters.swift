/// Every format there is. A new exporter is a folder beside these and a line here.
package let exporters: [any Exporter] = [
  HDF5Exporter(), CSVExporter(), JSONExporter(), NDJSONExporter(), VegaExporter(), YaptideExporter(),
  NRRDExporter(), MetaImageExporter(), VTKExporter(.image), VTKExporter(.rectilinear), VTKHDFExporter(),
  ParquetExporter(), XLSXExporter(), DICOMExporter(), MCPLExporter(), DDDExporter(),
  CubeExporter(),
]
