"""What metadata does not say: which licence of several is used, texts that a package forgot, what is compiled in."""

from __future__ import annotations

CHOSEN = {
    "flatbuffers": "Apache-2.0",
    "openvino-telemetry": "Apache-2.0",
    "opencv-python-headless": "Apache-2.0",
    "paho-mqtt": "BSD-3-Clause",
    "protobuf": "BSD-3-Clause",
    "pyside6-essentials": "LGPL-3.0-only",
    "scipy": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",
}
"""Where a package offers several, the one taken; where its metadata is a sentence, its SPDX name."""

REMARKS = {
    "opencv-python-headless": "with FFmpeg as shared libraries under LGPL-2.1-or-later",
    "openvino-telemetry": "comes with openvino; never imported, and not in the frozen build",
    "paho-mqtt": "offered under EPL-2.0 or BSD-3-Clause, used under BSD-3-Clause",
    "pyside6-essentials": "with Qt 6 as shared libraries; offered under LGPL or GPL, used under LGPL-3.0",
    "rasterio": "with GDAL and PROJ (MIT) and GEOS (LGPL-2.1) as shared libraries; OpenSSL, SQLite and liblzma too",
    "shapely": "with GEOS as a shared library under LGPL-2.1",
    "shiboken6": "offered under LGPL or GPL, used under LGPL-3.0",
}

TEXTS_ADDED = {
    "flatbuffers": ("Apache-2.0.txt",),
    "pmtiles": ("pmtiles.txt",),
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt",),
}

_PYTHONS = "frozen build, for Python's standard library"
_RASTER = "inside rasterio"
INSIDE = (
    ("Python", "PSF-2.0", "frozen build: the interpreter and its standard library", ("python.txt",)),
    ("PyInstaller's bootloader", "PyInstaller bootloader exception",
     "frozen build: the starter; the exception permits any use of it", ("pyinstaller.txt",)),
    ("OpenSSL 3", "Apache-2.0", f"{_PYTHONS}; also inside cryptography", ("Apache-2.0.txt",)),
    ("SQLite", "public domain", f"{_PYTHONS}; also inside pyproj", ()),
    ("liblzma (XZ Utils)", "public domain", _PYTHONS, ()),
    ("libffi", "MIT", f"{_PYTHONS}; also inside cffi", ("libffi.txt",)),
    ("zlib", "Zlib", _PYTHONS, ("zlib.txt",)),
    ("bzip2", "bzip2-1.0.6", f"{_PYTHONS}; also inside osmium", ("bzip2.txt",)),
    ("Expat", "MIT", _PYTHONS, ("expat.txt",)),
    ("libcurl", "curl", "inside pyproj and rasterio", ("curl.txt",)),
    ("nghttp2", "MIT", "inside pyproj and rasterio", ("nghttp2.txt",)),
    ("libtiff", "libtiff", "inside pyproj and rasterio", ("libtiff.txt",)),
    ("LZ4", "BSD-2-Clause", "inside osmium", ("lz4.txt",)),
    ("HDF5", "BSD-3-Clause", _RASTER, ("hdf5.txt",)),
    ("netCDF", "BSD-3-Clause", _RASTER, ("netcdf.txt",)),
    ("libaec (libsz)", "BSD-2-Clause", _RASTER, ("libaec.txt",)),
    ("C-Blosc", "BSD-3-Clause", _RASTER, ("c-blosc.txt",)),
    ("Zstandard", "BSD-3-Clause", _RASTER, ("zstd.txt",)),
    ("libdeflate", "MIT", _RASTER, ("libdeflate.txt",)),
    ("GIFLIB", "MIT", _RASTER, ("giflib.txt",)),
    ("JSON-C", "MIT", _RASTER, ("json-c.txt",)),
    ("LERC", "Apache-2.0", _RASTER, ("lerc.txt",)),
    ("OpenJPEG", "BSD-2-Clause", _RASTER, ("openjpeg.txt",)),
    ("PCRE2", "BSD-3-Clause", _RASTER, ("pcre2.txt",)),
    ("libpng", "libpng-2.0", _RASTER, ("libpng.txt",)),
    ("libjpeg of the Independent JPEG Group", "IJG", _RASTER, ("ijg.txt",)),
    ("libwebp", "BSD-3-Clause", _RASTER, ("libwebp.txt",)),
)  # fmt: skip
"""(name, licence, where, files of its text) of what is no Python package."""

HEAD = """\
THIRD-PARTY NOTICES OF SANDTABLE

Sandtable itself is licensed under Apache-2.0 (LICENSE). It stands on the works listed below, each under its own
licence, and thanks their authors. Nothing in it is under the GPL or the AGPL without an exception that permits this
use. Versions are those of requirements.lock on Linux.

Qt and PySide6 are used under the GNU Lesser General Public License, version 3 – unmodified, as shared libraries. In a
frozen build they lie as ordinary files in _internal/PySide6 (Qt's own in _internal/PySide6/Qt/lib) and may be replaced
there by other compatible builds of the same version series; modification for that purpose and debugging of such
modifications are permitted. Their source is offered by The Qt Company at
https://download.qt.io/official_releases/QtForPython/ and https://download.qt.io/official_releases/qt/.
Qt in turn holds works of others (FreeType, HarfBuzz, ICU, libjpeg-turbo, libpng, PCRE2, zlib and more), named with
their licences at https://doc.qt.io/qt-6/licenses-used-in-qt.html.

opencv-python-headless holds FFmpeg (libavcodec, libavformat, libavutil, libswresample, libswscale) under the LGPL,
version 2.1 or later – unmodified, built without its GPL parts, as shared libraries in
_internal/opencv_python_headless.libs that may be replaced likewise; their source is at https://ffmpeg.org/ and
https://github.com/opencv/opencv-python. shapely holds GEOS (LGPL-2.1) in _internal/shapely.libs in the same way; its
source is at https://libgeos.org/. numpy, scipy and opencv hold libgfortran (GPL-3.0 with the GCC Runtime Library
Exception, which permits this use) and libquadmath (LGPL-2.1-or-later), shared libraries too.

Map data that a user imports from OpenStreetMap is © OpenStreetMap contributors, under the ODbL; none is shipped."""
