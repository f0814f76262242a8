namespace Engine;

/// <summary>What plain training of the same layer reaches.</summary>
/// <param name="Train">On the samples it was trained on.</param>
/// <param name="Test">On held-out samples.</param>
/// <param name="Seconds">Wall time of the training.</param>
/// <param name="Epochs">Times through the samples.</param>
public sealed record DenseComparison(Evaluation Train, Evaluation Test, double Seconds, int Epochs);
