"""What the documents of a run folder have in common: typed where they are made, and read back as the same types."""

import math
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _number(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


Measure = Annotated[float | None, BeforeValidator(_number)]  # None where there is no number, as JSON knows no NaN
Count = Annotated[int, Field(ge=0, le=10**15)]
Words = Annotated[str, Field(max_length=10_000)]
Share = Annotated[float, Field(ge=0, le=1)]


class Document(BaseModel):
    """One JSON file of a run folder, or a part of it. What another version wrote beside its fields is passed over."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class Verdict(Document):
    """What became of a comparison: a code, and the numbers that its sentence needs. Each experiment puts it into words."""

    kind: Annotated[str, Field(max_length=40)]
    numbers: Mapping[str, Measure | Words] = Field(default_factory=dict)

    def number(self, name: str) -> float:
        """One of the numbers; not a number where there is none."""
        value = self.numbers.get(name)
        return float(value) if isinstance(value, int | float) else math.nan
