namespace Engine.Cli;

/// <summary>A column of the step table.</summary>
/// <param name="Name">Its header.</param>
/// <param name="Width">Characters, without the gap of two before it.</param>
/// <param name="Text">One step's entry.</param>
internal sealed record StepColumn(string Name, int Width, Func<StepMetrics, string> Text);
