namespace Engine;

/// <summary>What training minimises, summed over samples and weighted by <see cref="TrainingOptions.SampleWeights"/> and <see cref="TrainingOptions.ClassWeights"/>.</summary>
public enum LossKind
{
    /// <summary>1/2 |f - y|^2: classes towards -1 and +1, or standardised values.</summary>
    Squared,

    /// <summary>-ln of the probability of the right class: softmax over the outputs, the logistic function of a single one. Classification only.</summary>
    CrossEntropy,

    /// <summary>Squared near the target and linear beyond <see cref="TrainingOptions.HuberDelta"/>: outliers pull no harder than that. Regression only.</summary>
    Huber,
}
