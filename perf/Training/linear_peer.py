"""Ridge or logistic regression by scikit-learn on standardised columns, as a peer of `perf -- run choices`.

linear_peer.py TABLE TASK: the table's last column is the target, its first rows (as many as standard input says) are trained on. Prints one line of
JSON with the score on the others: accuracy for TASK classification, else R2. The regularisation is cross-validated.
"""
import json
import sys
import warnings

import numpy
from sklearn.linear_model import LogisticRegressionCV, RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
train = int(sys.stdin.readline())
table = numpy.loadtxt(sys.argv[1], delimiter=",")
x, y = table[:, :-1], table[:, -1]
if sys.argv[2] == "classification":
    model = LogisticRegressionCV(Cs=5, cv=4, max_iter=300)
else:
    model = RidgeCV(alphas=numpy.logspace(-3, 4, 15))
peer = make_pipeline(StandardScaler(), model).fit(x[:train], y[:train])
print(json.dumps({"score": peer.score(x[train:], y[train:])}))
