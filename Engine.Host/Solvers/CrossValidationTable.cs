namespace Engine;

/// <summary>Scores of all candidates.</summary>
/// <param name="Rows">Shifts in the order given, and for each the ridges in the order given.</param>
/// <param name="Best">The lowest score, the first one on ties.</param>
/// <param name="SamplesUsed">Samples that decided.</param>
internal sealed record CrossValidationTable(IReadOnlyList<CrossValidationRow> Rows, CrossValidationRow Best, int SamplesUsed);
