"""A class: who is in it, what each is doing, what a teacher asks of them.

May import experiments and all below. All of it lies in ``<home>/class/``; nothing else is stored of anybody.
"""
