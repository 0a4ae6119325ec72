"""Names for who has not chosen one: two words that a class can call out, and that say nothing about anybody."""

import hashlib
from collections.abc import Collection, Iterator

_FIRST = (
    "Amber Bold Brave Breezy Bright Calm Cheerful Clever Copper Coral Curious Daring Early Fair Gentle Golden Grand Green Happy "
    "Hazel Honest Jolly Keen Kind Lively Lucky Merry Mighty Misty Neat Noble Olive Patient Polite Proud Quick Quiet Rapid Ready "
    "Ruby Rusty Sandy Scarlet Silent Silver Sly Smart Snowy Steady Sunny Swift Tidy Tiny Velvet Violet Warm Wavy Windy Wise "
    "Witty Young Zesty"
)
_SECOND = (
    "Badger Bat Bear Beaver Bison Camel Cat Condor Crab Crane Crow Deer Dolphin Dormouse Dove Duck Eagle Falcon Finch Fox Frog "
    "Gecko Goose Hare Hawk Hedgehog Heron Horse Ibex Jay Koala Lark Lemur Lion Lizard Lynx Magpie Marten Mole Moose Newt Otter "
    "Owl Panda Parrot Pelican Penguin Puffin Rabbit Raven Robin Salmon Seal Sparrow Squid Stork Swallow Swan Tern Tiger Toad "
    "Turtle Walrus Whale Wolf Wren Yak Zebra"
)
FIRST, SECOND = _FIRST.split(), _SECOND.split()


def pseudonym(owner: str, taken: Collection[str]) -> str:
    """Of an owner's id, always the same one where it is free."""
    return next(name for name in _names(owner) if name not in taken)


def _names(owner: str) -> Iterator[str]:
    start = int(hashlib.sha256(owner.encode()).hexdigest(), 16)
    for step in range(len(FIRST) * len(SECOND)):
        first, second = divmod((start + step * 37) % (len(FIRST) * len(SECOND)), len(SECOND))
        yield f"{FIRST[first]} {SECOND[second]}"
    step = 2
    while True:
        yield f"{FIRST[start % len(FIRST)]} {SECOND[start % len(SECOND)]} {step}"
        step += 1
