"""Map data of the world outside – OpenStreetMap, GeoJSON, GeoPackage, Shapefile – made into a station's register."""

from app.importing.draft import ImportRefused
from app.importing.run import ImportReport, read_files, run

__all__ = ["ImportRefused", "ImportReport", "read_files", "run"]
