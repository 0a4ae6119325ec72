"""The queue of trainings and studies and the processes that do them, and how long they will take.

May import everything below: trainings, runs, data.
"""
