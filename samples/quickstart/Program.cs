using Engine;

Dataset data = Dataset.FromCsv(args[0], label: "label");
(Dataset train, Dataset test) = data.Split(testFraction: 0.2, seed: 1);
using WideNetwork model = WideNetwork.Create(train, width: 65_536, seed: 1);
TrainingResult result = Trainer.Fit(model, train);
Console.WriteLine(result.Message);
Console.WriteLine($"test accuracy {model.Evaluate(test).Accuracy:P1}");
model.Save(args[1]);
using WideNetwork loaded = WideNetwork.Load(args[1]);
int digit = loaded.Classify(test.Row(0));
Console.WriteLine($"the first test image is a {loaded.ClassNames[digit]}, and says {test.ClassNames[test.Labels[0]]}");
