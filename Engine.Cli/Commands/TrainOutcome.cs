namespace Engine.Cli;

/// <summary>How a <c>train</c> run ended.</summary>
/// <param name="Request">What was asked for, with what was chosen filled in.</param>
/// <param name="Choice">How it was chosen; null when it was not.</param>
/// <param name="Job">The network, and what training it was going to use.</param>
/// <param name="Result">How training went.</param>
/// <param name="Seconds">From choosing to the last step.</param>
/// <param name="TrainCount">Rows trained on.</param>
/// <param name="TestCount">Rows held out.</param>
/// <param name="Train">Scores on the former; null when no step was completed, and then no model was saved.</param>
/// <param name="Test">Scores on the latter; null when there are none.</param>
/// <param name="Fired">What fires in the hidden layers, where there are several and a model.</param>
internal sealed record TrainOutcome(
    TrainRequest Request,
    AutomaticChoice? Choice,
    ITrainJob Job,
    TrainingResult Result,
    double Seconds,
    int TrainCount,
    int TestCount,
    Evaluation? Train,
    Evaluation? Test,
    IReadOnlyList<FireStatistics>? Fired)
{
    /// <summary>The network.</summary>
    public Network Network => Job.Network;

    /// <summary>Whether there is a model file.</summary>
    public bool IsSaved => Train is not null;
}
