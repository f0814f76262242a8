namespace Engine.Cli;

/// <summary>The option of commands that read a model, where its weights are to be.</summary>
internal static class WeightsOption
{
    /// <summary>The flag.</summary>
    public const string Flag = "--weights";

    /// <summary>Makes it.</summary>
    public static WordOption<WeightStorage> Create() =>
        new(Flag, "Whether weights are in memory, or drawn from the seed as needed; the latter needs a compact model.", WeightStorage.Stored);
}
