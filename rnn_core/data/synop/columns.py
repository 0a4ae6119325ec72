"""The measurements of SYNOP files: how each published form names them, what they are called here, their units."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

ZERO_CELSIUS = 273.15  # kelvin
DIGITS = 2  # after the point of a converted value: files give hundredths of a kelvin and whole pascals


@dataclass(frozen=True)
class Measured:
    """One measurement. ``field`` is its name at Météo-France and in the address of OpenDataSoft's data, ``title`` its name in
    OpenDataSoft's files, ``label`` and ``unit`` those of the values after conversion.
    """

    field: str
    title: str
    label: str
    unit: str = ""
    given_in: str = ""  # "K" or "Pa" when the file's values have to be converted
    nature: str = "value"  # or "period" (a sum or an extreme over hours), "direction", "code"

    @property
    def interpolated(self) -> bool:
        """Whether a value between two others lies near the straight line between them."""
        return self.nature == "value"

    def converted(self, values: pd.Series) -> pd.Series:
        """The values of a file, float64, in ``unit``; a trace of rain or snow, written as less than nothing, is 0."""
        if self.given_in == "K":
            return (values - ZERO_CELSIUS).round(DIGITS)
        if self.given_in == "Pa":
            return (values / 100).round(DIGITS)
        return values.clip(lower=0) if self.field in TRACES else values


def _kelvin(field: str, title: str, label: str, nature: str = "value") -> Measured:
    return Measured(field, title, label, "°C", "K", nature)


def _celsius(field: str, title: str, label: str, nature: str = "value") -> Measured:
    return Measured(field, title, label, "°C", "", nature)


def _pascal(field: str, title: str, label: str) -> Measured:
    return Measured(field, title, label, "hPa", "Pa")


def _code(field: str, title: str, label: str) -> Measured:
    return Measured(field, title, label, nature="code")


def _rain(hours: int) -> Measured:
    title = "Précipitations dans la dernière heure" if hours == 1 else f"Précipitations dans les {hours} dernières heures"
    past = "the last hour" if hours == 1 else f"the last {hours} hours"
    return Measured(f"rr{hours}", title, f"Precipitation of {past}", "mm", nature="period")


def _layer(number: int) -> tuple[Measured, ...]:
    return (
        Measured(f"nnuage{number}", f"Nébulosité couche nuageuse {number}", f"Cover of cloud layer {number}", "octas"),
        _code(f"ctype{number}", f"Type nuage {number}", f"Kind of cloud in layer {number}"),
        Measured(f"hnuage{number}", f"Hauteur de base {number}", f"Base of cloud layer {number}", "m"),
    )


TRACES = {"ht_neige", "ssfrai", "rr1", "rr3", "rr6", "rr12", "rr24"}
EXTREMES = (
    ("tn12", "Température minimale sur 12 heures", "Lowest temperature of 12 hours"),
    ("tn24", "Température minimale sur 24 heures", "Lowest temperature of 24 hours"),
    ("tx12", "Température maximale sur 12 heures", "Highest temperature of 12 hours"),
    ("tx24", "Température maximale sur 24 heures", "Highest temperature of 24 hours"),
)
GROUND = "Lowest ground temperature of 12 hours"
MEASURED = (
    _pascal("pmer", "Pression au niveau mer", "Sea-level pressure"),
    _pascal("tend", "Variation de pression en 3 heures", "Change of pressure in 3 hours"),
    _code("cod_tend", "Type de tendance barométrique", "Kind of change of pressure"),
    Measured("dd", "Direction du vent moyen 10 mn", "Wind direction", "°", nature="direction"),
    Measured("ff", "Vitesse du vent moyen 10 mn", "Wind speed", "m/s"),
    _kelvin("t", "Température", "Temperature"),
    _celsius("tc", "Température (°C)", "Temperature"),
    _kelvin("td", "Point de rosée", "Dew point"),
    Measured("u", "Humidité", "Relative humidity", "%"),
    Measured("vv", "Visibilité horizontale", "Visibility", "m"),
    _code("ww", "Temps présent", "Present weather"),
    _code("w1", "Temps passé 1", "Past weather 1"),
    _code("w2", "Temps passé 2", "Past weather 2"),
    Measured("n", "Nebulosité totale", "Cloud cover", "%"),
    Measured("nbas", "Nébulosité des nuages de l' étage inférieur", "Cover of low clouds", "octas"),
    Measured("hbas", "Hauteur de la base des nuages de l'étage inférieur", "Base of low clouds", "m"),
    _code("cl", "Type des nuages de l'étage inférieur", "Kind of low clouds"),
    _code("cm", "Type des nuages de l'étage moyen", "Kind of middle clouds"),
    _code("ch", "Type des nuages de l'étage supérieur", "Kind of high clouds"),
    _pascal("pres", "Pression station", "Pressure at the station"),
    Measured("geop", "Géopotentiel", "Geopotential", "m²/s²"),
    _pascal("tend24", "Variation de pression en 24 heures", "Change of pressure in 24 hours"),
    *(_kelvin(field, title, label, "period") for field, title, label in EXTREMES),
    *(_celsius(f"{field}c", f"{title} (°C)", label, "period") for field, title, label in EXTREMES),
    _kelvin("tminsol", "Température minimale du sol sur 12 heures", GROUND, "period"),
    _celsius("tminsolc", "Température minimale du sol sur 12 heures (en °C)", GROUND, "period"),
    _kelvin("tw", "Température du thermomètre mouillé", "Wet-bulb temperature"),
    Measured("raf10", "Rafale sur les 10 dernières minutes", "Strongest gust of 10 minutes", "m/s"),
    Measured("rafper", "Rafales sur une période", "Strongest gust since the last report", "m/s"),
    _code("etat_sol", "Etat du sol", "State of the ground"),
    Measured("ht_neige", "Hauteur totale de la couche de neige, glace, autre au sol", "Depth of snow", "m"),
    Measured("ssfrai", "Hauteur de la neige fraîche", "Depth of fresh snow", "m", nature="period"),
    *map(_rain, (1, 3, 6, 12, 24)),
    *(part for number in (1, 2, 3, 4) for part in _layer(number)),
)
DEFAULT = "Temperature"  # the label of what is forecast unless another column is chosen


def plain(name: str) -> str:
    """A name without what differs between two ways to write it: capitals, blanks, apostrophes."""
    return " ".join(name.replace("’", "'").casefold().split())


BY_NAME = {plain(name): one for one in MEASURED for name in (one.field, one.title)}


def measured(header: Sequence[str]) -> dict[int, Measured]:
    """The known measurements of a file by the position of their column; of a name that comes twice the first column."""
    found: dict[int, Measured] = {}
    for position, name in enumerate(header):
        one = BY_NAME.get(plain(name))
        if one and one not in found.values():
            found[position] = one
    return found
