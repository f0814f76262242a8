namespace Engine.Cli;

/// <summary>A network of one kind, and how it is trained, told about and saved.</summary>
internal interface ITrainJob : IDisposable
{
    /// <summary>The network.</summary>
    Network Network { get; }

    /// <summary>How steps are written.</summary>
    StepTable Steps { get; }

    /// <summary>Neurons that fire fractions are taken over, where steps are of second order and reported one by one; else null.</summary>
    int? Neurons { get; }

    /// <summary>Lines on network, plan, memory and time.</summary>
    void WritePlan(ConsoleReport report);

    /// <summary>Trains.</summary>
    TrainingResult Fit(IProgress<StepMetrics>? progress, CancellationToken cancellation);

    /// <summary>What fires in every hidden layer on the rows trained on; null where there is only one layer.</summary>
    IReadOnlyList<FireStatistics>? Fired();

    /// <summary>Writes the model.</summary>
    void Save();

    /// <summary>The options behind a run, as far as they depend on the kind.</summary>
    TrainReportOptions Options(TrainReportOptions common);
}
