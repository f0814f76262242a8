namespace Engine.Cli;

/// <summary>Training steps as lines of a table, with the columns that say something about how fire sets are found.</summary>
internal sealed class StepTable
{
    private static readonly StepColumn[] s_start =
    [
        new("step", 4, step => $"{step.Step}"),
        new("relative loss", 13, step => $"{step.RelativeLoss:0.00e+00}"),
    ];

    private static readonly StepColumn[] s_way =
    [
        new("step length", 11, step => step.Step == 0 ? "" : $"{step.StepLength:0.####}"),
        new("fired %", 7, step => $"{step.FireFraction * 100:F2}"),
    ];

    private static readonly StepColumn
        s_flips = new("flips", 11, step => $"{step.Flips:N0}"),
        s_refreshes = new("refreshes", 9, step => $"{step.Refreshes:N0}"),
        s_due = new("due", 10, step => $"{step.DueNeurons:N0}"),
        s_moved = new("moved", 9, step => $"{step.DueNeurons:N0}"),
        s_products = new("products", 8, step => $"{step.InnerProducts:0.00e+00}"),
        s_nodes = new("nodes", 8, step => $"{step.NodesVisited:0.00e+00}");

    private readonly StepColumn[] _point;
    private readonly StepColumn[] _columns;

    /// <summary>For deep networks: flips, and the multiplications of the forward and the backward pass.</summary>
    public static StepTable Deep { get; } = new([.. s_start, .. s_way], [s_flips, new("multiplies", 10, step => $"{step.FiredMultiplications:0.00e+00}"), Milliseconds(7)]);

    private StepTable(StepColumn[] point, StepColumn[] columns) => (_point, _columns) = (point, columns);

    /// <param name="options">Method, search and validation decide what is worth a column.</param>
    public StepTable(TrainingOptions options)
    {
        _point = [.. s_start, .. options.Validation > 0 ? [new StepColumn("validation", 10, step => $"{step.ValidationLoss:0.0000}")] : (StepColumn[])[], .. s_way];
        _columns = options.Search switch
        {
            FireSearch.Certified when options.Method == TrainingMethod.GradientDescent => [s_flips, s_due, Milliseconds(7)],
            FireSearch.Certified => [s_flips, s_refreshes, Milliseconds(7)],
            FireSearch.Dense => [s_flips, s_products, Milliseconds(7)],
            _ => [s_moved, s_products, s_nodes, Milliseconds(6)],
        };
    }

    /// <summary>Names of the columns.</summary>
    public string Header => string.Join("  ", _point.Concat(_columns).Select(column => column.Name.PadLeft(column.Width)));

    /// <summary>One step; the starting point has done no work yet that compares.</summary>
    public string Row(StepMetrics step) =>
        string.Join("  ", (step.Step == 0 ? _point : _point.Concat(_columns)).Select(column => column.Text(step).PadLeft(column.Width)));

    /// <summary>Whether a step has a line: all of the first fifty, then every tenth, from 500 every hundredth.</summary>
    public static bool Shows(int step) => step <= 50 || (step <= 500 ? step % 10 == 0 : step % 100 == 0);

    private static StepColumn Milliseconds(int width) => new("ms", width, step => $"{step.GramMs + step.SolveMs + step.UpdateMs:F0}");
}
