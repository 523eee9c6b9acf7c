"""The detector of people: one model in memory for all cameras, on OpenVINO where there is one, else onnxruntime."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import cv2
import numpy as np

from vision.frames import Image
from vision.nanodet import Float32, Found, found_in, tensor_of

THRESHOLD = 0.45
"""On the clip and the rendered scenes people score 0.55 to 0.92, bushes and lamps under 0.3."""
PERSON = 0
BACKENDS = ("openvino", "onnxruntime")

Runner = Callable[[Float32], Sequence[Float32]]


class DetectorError(Exception):
    """The model or every backend failed to load; one sentence."""


class Detector:
    """Thread-safe: cameras take turns at as many inference requests as there are processors to spare, one each."""

    def __init__(self, model: Path, backend: str = "", threshold: float = THRESHOLD) -> None:
        """Load; `backend` of BACKENDS, "" the first that works. Raises DetectorError."""
        cv2.setNumThreads(1)  # process-wide: a window has better use for the other processors
        self._threshold = threshold
        self.backend, make = _loaded(model, backend)
        self._free: SimpleQueue[Runner] = SimpleQueue()
        for _ in range(max(1, (os.cpu_count() or 1) - 1)):  # the window keeps one processor for itself
            self._free.put(make())

    def people(self, image: Image) -> Found:
        """People in a BGR frame, in its pixels; waits for its turn."""
        tensor, lying = tensor_of(image)
        run = self._free.get()
        try:
            outputs = run(tensor)
        finally:
            self._free.put(run)
        h, w = image.shape[:2]
        return found_in(outputs, lying, (h, w), self._threshold, PERSON)


def _loaded(model: Path, backend: str) -> tuple[str, Callable[[], Runner]]:
    if not model.is_file():
        raise DetectorError(f"The detector's model is not there: {model.name}. Cameras show pictures, nobody is found.")
    why = []
    for name in (backend,) if backend else BACKENDS:
        try:
            return name, _LOADERS[name](model)
        except Exception as error:  # noqa: BLE001 – each library raises its own; all of them are told below
            why.append(f"{name}: {type(error).__name__}")
    raise DetectorError(f"The detector cannot be loaded ({'; '.join(why)}). Cameras show pictures, nobody is found.")


def _openvino(model: Path) -> Callable[[], Runner]:
    openvino = quiet_openvino()
    core = openvino.Core()
    settings = {"INFERENCE_NUM_THREADS": 1, "PERFORMANCE_HINT": "LATENCY"}
    compiled = core.compile_model(core.read_model(model), "CPU", settings)

    def make() -> Runner:
        request: Any = compiled.create_infer_request()

        def run(tensor: Float32) -> Sequence[Float32]:
            results = request.infer([tensor])
            return [np.asarray(results[output]) for output in compiled.outputs]

        return run

    return make


def quiet_openvino() -> Any:
    """The library, without its reporter: an import of OpenVINO sends an event to its makers unless that package cannot
    be imported – and nothing here ever calls anybody. Every import of OpenVINO goes through here."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: "cannot be imported"
    return importlib.import_module("openvino")


def _onnxruntime(model: Path) -> Callable[[], Runner]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda: lambda tensor: session.run(None, {name: tensor})


_LOADERS: dict[str, Callable[[Path], Callable[[], Runner]]] = {"openvino": _openvino, "onnxruntime": _onnxruntime}
