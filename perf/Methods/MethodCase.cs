namespace Engine.Perf;

/// <summary>A way to train in <c>methods</c>.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Log">log2 m.</param>
/// <param name="Wiring">Wiring.</param>
/// <param name="Options">Method, and what it needs.</param>
internal sealed record MethodCase(string Name, int Log, OutputWiring Wiring, TrainingOptions Options)
{
    /// <summary>Seeds of network and split, from 1; results are means.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Most iterations we allow, or null.</summary>
    public double? Target { get; init; }

    /// <summary>What names the row.</summary>
    public string Series => $"{Name} {Wiring.ToString().ToLowerInvariant()}";
}
