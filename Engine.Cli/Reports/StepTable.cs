namespace Engine.Cli;

/// <summary>Training steps as lines of a table.</summary>
internal static class StepTable
{
    /// <summary>Names of the columns.</summary>
    public const string Header = "step  relative loss  step length  fired %        flips  refreshes       ms";

    /// <summary>One step.</summary>
    public static string Row(StepMetrics step)
    {
        string start = $"{step.Step,4}  {step.RelativeLoss,13:0.00e+00}";
        if (step.Step == 0) return $"{start}  {"",11}  {step.FireFraction * 100,7:F2}";
        return $"{start}  {step.StepLength,11:0.####}  {step.FireFraction * 100,7:F2}  {step.Flips,11:N0}  {step.Refreshes,9:N0}  "
            + $"{step.GramMs + step.SolveMs + step.UpdateMs,7:F0}";
    }

    /// <summary>Whether a step has a line: all of the first fifty, then every tenth, from 500 every hundredth.</summary>
    public static bool Shows(int step) => step <= 50 || (step <= 500 ? step % 10 == 0 : step % 100 == 0);
}
