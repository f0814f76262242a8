namespace Engine.Indexing;

/// <summary>One line of the factory.</summary>
/// <param name="Name">Of the index.</param>
/// <param name="Applies">Whether to take it for (m, d, setting).</param>
/// <param name="Reason">Why then.</param>
internal sealed record IndexRule(string Name, Func<int, int, IndexSetting, bool> Applies, string Reason);
