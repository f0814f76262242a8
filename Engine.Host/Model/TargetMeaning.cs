namespace Engine;

/// <summary>What a network's outputs stand for: classes by -1/+1 scores, or one value by its mean and scale.</summary>
/// <param name="Task">Classification or regression.</param>
/// <param name="ClassNames">Classes in output order; empty for regression.</param>
/// <param name="Mean">Subtracted from a value before training; 0 for classes.</param>
/// <param name="Scale">A value's standard deviation over the training samples, or 1 when that is 0; 1 for classes.</param>
internal sealed record TargetMeaning(TaskKind Task, IReadOnlyList<string> ClassNames, double Mean, double Scale)
{
    /// <summary>K: one output a class, but a single one for two classes (its sign decides) and for a value.</summary>
    public int Outputs => ClassNames.Count > 2 ? ClassNames.Count : 1;

    /// <summary>Learns the meaning from training data.</summary>
    /// <exception cref="InputException">The data have no targets.</exception>
    public static TargetMeaning Of(Dataset data)
    {
        switch (data.Task)
        {
            case TaskKind.Classification:
                return new TargetMeaning(data.Task, data.ClassNames, 0, 1);
            case TaskKind.Regression:
                double mean = 0, square = 0, largest = 0;
                foreach (double target in data.Targets)
                {
                    mean += target / data.Count;
                    largest = Math.Max(largest, Math.Abs(target));
                }

                foreach (double target in data.Targets) square += (target - mean) * (target - mean) / data.Count;
                double scale = Math.Sqrt(square);
                if (!double.IsFinite(scale))
                    throw new InputException(data.Source, 0, "label", "the spread of the targets must be a finite number", $"{scale}");

                // Equal targets differ from their computed mean by its rounding.
                return new TargetMeaning(data.Task, [], mean, scale > data.Count * Math.ScaleB(largest, -52) ? scale : 1);
            default:
                throw new InputException(data.Source, 0, null, "training needs a label column", "none");
        }
    }

    /// <summary>y, (K, n): -1/+1 by class, or standardised values.</summary>
    /// <exception cref="InputException">The task differs, or a class is unknown to the network.</exception>
    public double[] TargetsOf(Dataset data)
    {
        Require(data);
        var targets = new double[Outputs * data.Count];
        int[] classOf = ClassesOf(data);
        for (int k = 0; k < Outputs; k++)
        {
            // A single output is positive for the second class.
            int positive = Outputs == 1 ? 1 : k;
            for (int i = 0; i < data.Count; i++)
                targets[k * data.Count + i] = Task == TaskKind.Regression ? (data.Targets[i] - Mean) / Scale : classOf[i] == positive ? 1 : -1;
        }

        return targets;
    }

    /// <summary>This network's class of every sample; empty for regression.</summary>
    public int[] ClassesOf(Dataset data)
    {
        Require(data);
        if (Task == TaskKind.Regression) return [];
        var own = new int[data.ClassNames.Count];
        for (int c = 0; c < own.Length; c++)
        {
            own[c] = ClassNames.ToList().IndexOf(data.ClassNames[c]);
            if (own[c] < 0)
                throw new InputException(data.Source, 0, "label", $"every class must be one of {string.Join(", ", ClassNames)}", data.ClassNames[c]);
        }

        int[] classes = new int[data.Count];
        for (int i = 0; i < classes.Length; i++) classes[i] = own[data.Labels[i]];
        return classes;
    }

    /// <summary>The class a sample's outputs speak for.</summary>
    public int ClassOf(ReadOnlySpan<double> outputs)
    {
        if (outputs.Length == 1) return outputs[0] > 0 ? 1 : 0;
        int best = 0;
        for (int k = 1; k < outputs.Length; k++)
        {
            if (outputs[k] > outputs[best]) best = k;
        }

        return best;
    }

    private void Require(Dataset data)
    {
        if (data.Task != Task) throw new InputException(data.Source, 0, "label", $"the network was made for {Task}", data.Task.ToString());
    }
}
