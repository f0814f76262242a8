namespace Engine.Cli;

/// <summary>What a <c>train</c> command line asks for.</summary>
/// <param name="Data">The data.</param>
/// <param name="Task">What the targets are; null decides by the data.</param>
/// <param name="TestFraction">Share of the rows held out, in [0, 1).</param>
/// <param name="Network">Validated.</param>
/// <param name="Deep">Shape of a deep network, validated; null for one hidden layer.</param>
/// <param name="Trained">Which matrices of a deep network are trained.</param>
/// <param name="Training">Validated.</param>
/// <param name="Choose">Whether what no option says is chosen by the data.</param>
/// <param name="Output">Path of the model.</param>
/// <param name="Compact">Whether the model is saved as seed and coefficients.</param>
/// <param name="Json">Whether standard output gets one JSON object, and everything else goes to standard error.</param>
/// <param name="Quiet">Whether plan and progress are left out.</param>
internal sealed record TrainRequest(
    DataSource Data,
    TaskKind? Task,
    double TestFraction,
    NetworkOptions Network,
    DeepOptions? Deep,
    TrainedLayers Trained,
    TrainingOptions Training,
    bool Choose,
    string Output,
    bool Compact,
    bool Json,
    bool Quiet);
