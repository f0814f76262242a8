namespace Engine.Cli;

/// <summary>What a <c>finetune</c> command line asks for.</summary>
/// <param name="Model">Path of the checkpoint.</param>
/// <param name="Data">The data.</param>
/// <param name="Options">Validated.</param>
/// <param name="TestFraction">Share of the rows held out, in (0, 1).</param>
/// <param name="Export">What is written.</param>
/// <param name="Rank">Largest rank of a delta; null for no limit.</param>
/// <param name="Compare">Whether the same layer is trained densely too.</param>
/// <param name="Output">Path of what is written.</param>
/// <param name="Json">Whether standard output gets one JSON object.</param>
/// <param name="Quiet">Whether steps are left out.</param>
internal sealed record FineTuneRequest(
    string Model, DataSource Data, FineTuningOptions Options, double TestFraction, FineTuneExport Export, int? Rank, bool Compare, string Output, bool Json, bool Quiet);
