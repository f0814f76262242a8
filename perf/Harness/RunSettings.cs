namespace Engine.Perf;

/// <summary>What the command line says about a run.</summary>
/// <param name="Json">One JSON object per row instead of tables.</param>
/// <param name="Cases">Text a case's name must contain, or null.</param>
/// <param name="Quick">Smaller sizes and fewer repetitions.</param>
/// <param name="Save">Whether to file the rows by machine.</param>
internal sealed record RunSettings(bool Json, string? Cases, bool Quick, bool Save);
