"""Trains a wide two-layer ReLU network on digits with PyTorch, as an opponent of `perf -- run torch-train`.

torch_opponent.py TABLE WIDTH OPTIMIZER SECONDS TRIAL: the table's last column is the class, its first rows (as many as TRAIN says on standard
input) are trained on, the others tested. Five learning rates take turns until each has had TRIAL seconds; the two with the smallest loss go
on until they have had SECONDS. Prints a line of JSON for each: seconds and steps to each goal, null where it was not reached.
"""
import json
import sys
import time

import numpy
import torch

RATES = {"sgd": (3.0, 1.0, 0.3, 0.1, 0.03), "adam": (1e-2, 3e-3, 1e-3, 3e-4, 1e-4), "lbfgs": (1.0, 0.5, 0.3, 0.1, 0.03)}
GOALS = (1e-2, 1e-4, 1e-6)
ACCURACY = 0.98
SURVIVORS = 2


class Trial:
    """One learning rate and its network; a clock that runs only while it takes steps."""

    def __init__(self, optimizer, rate, width, data):
        torch.manual_seed(1)
        self.rate, self.data = rate, data
        self.seconds, self.steps, self.first, self.loss, self.lost = 0.0, 0, None, float("inf"), False
        self.reached = {}
        x, targets = data[0], data[1]
        self.net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], width), torch.nn.ReLU(), torch.nn.Linear(width, targets.shape[1]))
        weights = self.net.parameters()
        if optimizer == "sgd":
            self.rule = torch.optim.SGD(weights, lr=rate, momentum=0.9)
        elif optimizer == "adam":
            self.rule = torch.optim.Adam(weights, lr=rate)
        else:
            self.rule = torch.optim.LBFGS(weights, lr=rate, max_iter=1, history_size=10, line_search_fn="strong_wolfe")

    def gradient(self):
        self.rule.zero_grad(set_to_none=True)
        loss = ((self.net(self.data[0]) - self.data[1]) ** 2).mean()
        loss.backward()
        return loss

    def run(self, until):
        while self.seconds < until and not self.lost and len(self.reached) <= len(GOALS):
            start = time.perf_counter()
            self.loss = float(self.rule.step(self.gradient))
            self.seconds += time.perf_counter() - start
            self.steps += 1
            self.first = self.first or self.loss
            self.lost = self.loss != self.loss or self.loss > 100 * self.first
            for goal in GOALS:
                if self.loss <= goal * self.first:
                    self.reached.setdefault(str(goal), (self.seconds, self.steps))
            if "accuracy" not in self.reached and self.accuracy() >= ACCURACY:
                self.reached["accuracy"] = (self.seconds, self.steps)

    def accuracy(self):
        with torch.no_grad():
            return float((self.net(self.data[2]).argmax(1) == self.data[3]).float().mean())


def main():
    path, width, optimizer, seconds, trial = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4]), float(sys.argv[5])
    train = int(sys.stdin.readline())
    torch.set_num_threads(torch.get_num_threads() if torch.get_num_threads() > 1 else 2)
    table = numpy.loadtxt(path, delimiter=",", dtype=numpy.float32)
    labels = torch.tensor(table[:, -1]).long()
    rows = torch.tensor(table[:, :-1])
    rows = torch.nn.functional.normalize(rows - rows[:train].mean(0))
    targets = -torch.ones(train, int(labels.max()) + 1)
    targets[torch.arange(train), labels[:train]] = 1
    data = (rows[:train], targets, rows[train:], labels[train:])
    trials = [Trial(optimizer, rate, width, data) for rate in RATES[optimizer]]
    for one in trials:
        one.run(trial)
    for one in sorted((t for t in trials if not t.lost), key=lambda t: t.loss)[:SURVIVORS]:
        one.run(seconds)
    for one in trials:
        record = {"rate": one.rate, "seconds": one.seconds, "steps": one.steps, "relativeLoss": one.loss / one.first if one.loss < float("inf") else None, "accuracy": one.accuracy()}
        for goal in [str(goal) for goal in GOALS] + ["accuracy"]:
            record["to " + goal], record["steps to " + goal] = one.reached.get(goal, (None, None))
        print(json.dumps(record), flush=True)


main()
