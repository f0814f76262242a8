namespace Engine.Cli;

/// <summary>Training steps as lines of a table, with the columns that say something about the method.</summary>
internal sealed class StepTable
{
    private static readonly StepColumn
        s_step = new("step", 4, step => $"{step.Step}"),
        s_loss = new("relative loss", 13, step => $"{step.RelativeLoss:0.00e+00}"),
        s_length = new("step length", 11, step => step.Step == 0 ? "" : $"{step.StepLength:0.####}"),
        s_fired = new("fired %", 7, step => $"{step.FireFraction * 100:F2}"),
        s_flips = new("flips", 11, step => $"{step.Flips:N0}"),
        s_refreshes = new("refreshes", 9, step => $"{step.Refreshes:N0}"),
        s_due = new("due", 10, step => $"{step.DueNeurons:N0}"),
        s_movers = new("moved", 9, step => $"{step.DueNeurons:N0}"),
        s_products = new("products", 8, step => $"{step.InnerProducts:0.00e+00}"),
        s_nodes = new("nodes", 8, step => $"{step.NodesVisited:0.00e+00}"),
        s_validation = new("validation", 10, step => $"{step.ValidationLoss:0.0000}"),
        s_inner = new("inner", 5, step => $"{step.SolverIterations}"),
        s_ratio = new("ratio", 6, step => $"{step.Contraction:F4}"),
        s_movement = new("moved", 5, step => $"{step.LargestMovement:F2}"),
        s_condition = new("cond", 7, step => $"{step.Condition:G3}"),
        s_preconditioned = new("with M", 6, step => $"{step.PreconditionedCondition:G3}"),
        s_regression = new("inner", 6, step => $"{step.SolverIterations}{(step.Replaced > 0 ? "*" : "")}");

    private readonly StepColumn[] _start;
    private readonly StepColumn[] _columns;

    private StepTable(StepColumn[] start, StepColumn[] columns) => (_start, _columns) = (start, columns);

    /// <summary>For deep networks: flips, and the multiplications of the forward and the backward pass.</summary>
    public static StepTable Deep { get; } =
        new([s_step, s_loss, s_length, s_fired], [s_flips, new("multiplies", 10, step => $"{step.FiredMultiplications:0.00e+00}"), Milliseconds(7)]);

    /// <param name="plan">Decides, with <paramref name="options"/>, what is worth a column.</param>
    /// <param name="width">m.</param>
    /// <param name="options">Search and validation.</param>
    public StepTable(TrainingPlan plan, int width, TrainingOptions options)
    {
        bool sketched = plan.Method is TrainingMethod.NearLinear or TrainingMethod.Sublinear;
        _start = [s_step, s_loss, .. options.Validation > 0 ? [s_validation] : (StepColumn[])[],
            .. sketched ? [new StepColumn("fired", 6, step => $"{step.FireFraction * width:F0}")] : (StepColumn[])[s_length, s_fired]];
        _columns = (plan.Method, options.Search) switch
        {
            (TrainingMethod.NearLinear or TrainingMethod.Sublinear, _) => [s_ratio, s_movement, s_condition, s_preconditioned, s_regression, Milliseconds(7)],
            (TrainingMethod.GaussNewton, _) => plan.Solver == GramSolver.Cholesky ? [s_flips, s_refreshes, Milliseconds(7)] : [s_flips, s_inner, Milliseconds(7)],
            (_, FireSearch.Certified) => [s_flips, s_due, Milliseconds(7)],
            (_, FireSearch.Dense) => [s_flips, s_products, Milliseconds(7)],
            _ => [s_movers, s_products, s_nodes, Milliseconds(6)],
        };
    }

    /// <summary>Names of the columns.</summary>
    public string Header => string.Join("  ", _start.Concat(_columns).Select(column => column.Name.PadLeft(column.Width)));

    /// <summary>One step; the starting point has done no work yet that compares.</summary>
    public string Row(StepMetrics step) =>
        string.Join("  ", (step.Step == 0 ? _start : _start.Concat(_columns)).Select(column => column.Text(step).PadLeft(column.Width)));

    /// <summary>Whether a step has a line: all of the first fifty, then every tenth, from 500 every hundredth.</summary>
    public static bool Shows(int step) => step <= 50 || (step <= 500 ? step % 10 == 0 : step % 100 == 0);

    private static StepColumn Milliseconds(int width) => new("ms", width, step => $"{step.GramMs + step.SolveMs + step.UpdateMs:F0}");
}
