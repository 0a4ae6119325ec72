"""Which way a network is computed. Only the worker loads this file."""

from dataclasses import dataclass

import keras

from rnn_core.experiments.base import Streams, Task, Weights
from rnn_core.networks.keras import models, sharded
from rnn_core.networks.numpy.network import names
from rnn_core.networks.spec import Network, Recurrent, operations

BLOCK_SECONDS = 0.25
# What even a small, busy machine manages: the cost of a step, of a turn of a loop over time, and operations a second.
STEP_SECONDS = 0.003
TURN_SECONDS = 20e-6
SLOW_FLOPS = 5e10
# By the setting, on a CPU. Auto is fast: no shape was found for which Keras' loop is clearly faster (``benchmarks/kernels.py``).
KERNELS = {"auto": "fused loop", "fast": "fused loop", "mixed": "fused loop, bfloat16", "keras": "loop"}


@dataclass(frozen=True)
class Plan:
    """``kernel`` as a run's status names it; batches between two looks at the stop file."""

    kernel: str
    steps_per_execution: int

    @property
    def fused(self) -> bool:
        """Whether our own loops compute the recurrent layers."""
        return self.kernel.startswith(KERNELS["fast"])

    @property
    def mixed(self) -> bool:
        """Whether they round the factors of products to bfloat16."""
        return self.kernel == KERNELS["mixed"]


def plan(network: Network, batch_size: int, steps: int, gpu: bool, wanted: str = "auto") -> Plan:
    """Choose for one training of ``steps`` batches an epoch, and set TensorFlow's threads for it; ``wanted``: see ``KERNELS``.

    On a GPU Keras chooses itself: cuDNN has LSTM and GRU with tanh only, all else is Keras' own loop.
    Call it before TensorFlow computes anything.
    """
    recurrent = [layer for layer in network.layers if isinstance(layer, Recurrent)]
    cudnn = gpu and all(layer.cell.cudnn and layer.activation == "tanh" for layer in recurrent)
    kernel = KERNELS["keras"] if gpu else KERNELS[wanted]
    chosen = Plan("cuDNN" if cudnn else kernel, block(network, batch_size, steps))
    if chosen.fused:
        sharded.configure_threads()
    return chosen


def prepare(task: Task, batch_size: int, gpu: bool, wanted: str = "auto") -> tuple[Plan, keras.Sequential, int]:
    """The plan for a task, the model to fit, and the rows of its batches; sets TensorFlow's threads as :func:`plan` does."""
    streams = task.training if isinstance(task.training, Streams) else None
    rows = streams.rows if streams else batch_size
    chosen = plan(task.network, rows, task.training.steps(rows), gpu, wanted)
    return chosen, model(task.network, chosen, rows, carry=streams is not None), rows


def begin_with(initial: Weights, network: Network, model: keras.Sequential) -> None:
    """Replace the random weights that ``initial`` names by its own."""
    begun = zip(names(network), model.get_weights(), strict=True)
    model.set_weights([initial.get(name, weight) for name, weight in begun])


def model(network: Network, plan: Plan, batch_size: int, carry: bool = False) -> keras.Sequential:
    """The model to fit, computed in the planned way; ``carry``: its state goes on from batch to batch."""
    if plan.fused:
        return sharded.accelerate(models.build(network), batch_size, carry, plan.mixed)
    return models.build(network, batch_size if carry else None)


def block(network: Network, batch_size: int, steps: int) -> int:
    """Batches in one execution: as many as take less than half a second on a slow machine, at most an epoch."""
    recurrent = [layer for layer in network.layers if isinstance(layer, Recurrent)]
    turns = 2 * network.timesteps * len(recurrent)
    work = 3 * operations(network) * batch_size  # backward costs twice as much as forward
    seconds = STEP_SECONDS + turns * TURN_SECONDS + work / SLOW_FLOPS
    return max(1, min(steps, int(BLOCK_SECONDS / seconds)))
