namespace Engine.Cli;

/// <summary>What <c>train</c> tells a person about automatic choices.</summary>
internal static class ChoiceText
{
    private const int CellWidth = 9, LabelWidth = 22;

    /// <summary>Candidates with their errors, transforms by shifts, and what was taken.</summary>
    public static void Write(ConsoleReport report, AutomaticChoice choice)
    {
        if (choice.Chosen is not { } chosen)
        {
            report.Line("choice", $"none: fewer than {AutomaticChoice.FewestRows} rows, or no transform that suits them");
            return;
        }

        AutomaticCandidate best = choice.Candidates.MinBy(candidate => candidate.Error)!;
        report.Line("choice", $"{Transform(chosen)}, shift {chosen.Shift:0.###}, {(chosen.Ridge == 0 ? "no ridge" : $"ridge {chosen.Ridge:G2}")}: error {Percent(chosen.Error)} on "
            + $"{choice.SamplesUsed} rows, each left out in turn; the least is {Percent(best.Error)}, and of what 2 % or two standard errors cannot tell from it the sparsest is taken");
        double[] shifts = [.. choice.Candidates.Select(candidate => candidate.Shift).Distinct()];
        report.Row("errors", "".PadRight(LabelWidth) + string.Concat(shifts.Select(shift => $"b={shift:0.##}".PadLeft(CellWidth))));
        foreach (IGrouping<string, AutomaticCandidate> transform in choice.Candidates.GroupBy(Transform))
            report.Row("", transform.Key.PadRight(LabelWidth) + string.Concat(transform.Select(candidate => Percent(candidate.Error).PadLeft(CellWidth))));
        if (choice.Warning is { } warning) report.Line("warning", warning);
    }

    private static string Transform(AutomaticCandidate candidate) =>
        WordOption<Scaling>.Word(candidate.Scaling) + (candidate.Constant == 0 ? "" : $" + {candidate.Constant:G3}");

    private static string Percent(double share) => $"{100 * share:F1} %";
}
