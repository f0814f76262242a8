using Engine;

Dataset data = Dataset.FromCsv(args[0], label: "label");
(Dataset train, Dataset test) = data.Split(testFraction: 0.2, seed: 1);
using WideNetwork model = WideNetwork.Create(train, width: 65_536, seed: 1);
TrainingResult result = Trainer.Fit(model, train);
Console.WriteLine(result.Message);
Console.WriteLine($"test accuracy {model.Evaluate(test).Accuracy:P1}");
model.Save("digits.safetensors");
using WideNetwork loaded = WideNetwork.Load("digits.safetensors");
int digit = loaded.Classify(test.Row(0));
Console.WriteLine($"first test image: {loaded.ClassNames[digit]}");
