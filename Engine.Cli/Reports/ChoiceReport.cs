namespace Engine.Cli;

/// <summary>What <c>train --json</c> says about automatic choices.</summary>
internal sealed record ChoiceReport
{
    public required int SamplesUsed { get; init; }
    public AutomaticCandidate? Chosen { get; init; }
    public required IReadOnlyList<AutomaticCandidate> Candidates { get; init; }
    public string? Warning { get; init; }

    /// <summary>Reports a choice.</summary>
    public static ChoiceReport Of(AutomaticChoice choice) => new()
    {
        SamplesUsed = choice.SamplesUsed,
        Chosen = choice.Chosen,
        Candidates = choice.Candidates,
        Warning = choice.Warning,
    };
}
