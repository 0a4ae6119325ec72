"""Which processor a run trains on: a free GPU when there is one and it is wanted. Only the worker loads this file."""

import contextlib
from dataclasses import dataclass
from typing import Literal

import tensorflow as tf
from filelock import FileLock, Timeout

from rnn_core import files


@dataclass(frozen=True)
class Device:
    """``name`` as pages show it, with the reason when it is not a GPU."""

    name: str
    gpu: bool
    lock: FileLock | None = None  # held while the process lives: one run per GPU at a time


def choose(wanted: Literal["auto", "cpu", "gpu"]) -> Device:
    """Pick a device and show TensorFlow no other. Call it once, before TensorFlow computes anything."""
    gpus = tf.config.list_physical_devices("GPU")
    if wanted != "cpu":
        for number, gpu in enumerate(gpus):
            lock = FileLock(files.home() / f"gpu-{number}.lock", thread_local=False)
            with contextlib.suppress(Timeout):
                lock.acquire(blocking=False)
                tf.config.set_visible_devices(gpu, "GPU")
                tf.config.experimental.set_memory_growth(gpu, True)
                details = tf.config.experimental.get_device_details(gpu)
                return Device(f"GPU {number} ({details.get('device_name', 'unnamed')})", True, lock)
    tf.config.set_visible_devices([], "GPU")
    return Device(f"CPU ({why_cpu(wanted, len(gpus))})", False)


def has_gpu() -> bool:
    """Whether TensorFlow sees one on this machine. A run chooses its own before TensorFlow touches any."""
    return bool(tf.config.list_physical_devices("GPU"))


def why_cpu(wanted: str, gpus: int) -> str:
    """Why it is the CPU, on a machine with so many GPUs."""
    if wanted == "cpu":
        return "as chosen"
    if gpus:
        return f"every GPU is busy with another run; found {gpus}"
    if not tf.test.is_built_with_cuda():
        return "no GPU: this TensorFlow is built without CUDA"
    return "no GPU found by TensorFlow"
