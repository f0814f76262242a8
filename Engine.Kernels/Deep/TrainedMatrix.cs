using System.Globalization;

namespace Engine.Kernels;

/// <summary>Chooses and makes the form a trained matrix is held in.</summary>
internal static class TrainedMatrix
{
    private static readonly MatrixForm[] s_forms = Enum.GetValues<MatrixForm>();

    /// <summary>What the command line and benchmarks call a form.</summary>
    public static string Name(MatrixForm form) => form switch
    {
        MatrixForm.Dual => "dual",
        MatrixForm.Scatter => "scatter",
        _ => "low-rank",
    };

    /// <summary>The form whose steps and beginning take the least time together, by <see cref="LayerCosts"/>.</summary>
    public static MatrixChoice Choose(LayerShape shape)
    {
        MatrixForm best = s_forms.MinBy(form => Milliseconds(form, shape));
        string times = string.Join(", ", s_forms.Select(form => string.Create(CultureInfo.InvariantCulture, $"{Name(form)} {Milliseconds(form, shape):G3} ms")));
        string why = best switch
        {
            MatrixForm.Dual => "n^2 s multiplications of a step and reading n m scores cost less than applying W",
            MatrixForm.Scatter => "n is so large that K costs more than W, and folding a step at once costs less than carrying it along",
            _ => "n is so large that K costs more than W, and carrying steps along costs less than folding each",
        };
        return new MatrixChoice(best, $"{why}: {times} for {shape.Steps} steps and what they begin with.");
    }

    /// <summary>Makes a form.</summary>
    /// <param name="form">Which.</param>
    /// <param name="start">W(0), row-major (m, p); stays as it is while the form lives.</param>
    /// <param name="units">m.</param>
    /// <param name="inputs">H, n rows over p units.</param>
    /// <param name="team">Who does the work.</param>
    public static ITrainedMatrix Create(MatrixForm form, NativeBuffer<float> start, int units, ActiveRows inputs, WorkerTeam team) => form switch
    {
        MatrixForm.Dual => new DualForm(start, units, inputs, team),
        MatrixForm.Scatter => new ScatterForm(start, units, inputs, team),
        _ => new LowRankForm(start, units, inputs, team),
    };

    /// <summary>Bytes a form holds besides W(0), steps and dense folds apart.</summary>
    public static long BytesFor(MatrixForm form, int units, int width, int samples) => form switch
    {
        MatrixForm.Dual => DualForm.BytesFor(units, samples),
        MatrixForm.Scatter => ScatterForm.BytesFor(units, width, samples),
        _ => LowRankForm.BytesFor(units, width, samples),
    };

    /// <summary>Predicted time of the beginning and of all steps.</summary>
    public static double Milliseconds(MatrixForm form, LayerShape shape)
    {
        double n = shape.Samples, m = shape.Units, weights = m * shape.Width, steps = shape.Steps;
        double compare = n * m * LayerCosts.Compare, apply = n * m * shape.ActiveInputs * LayerCosts.Gather;
        double read = weights * LayerCosts.Move, copy = read + weights * LayerCosts.FirstUse;
        double kernel = n * n / 2 * shape.ActiveInputs * LayerCosts.Products, gram = n * n * shape.ActiveUnits * LayerCosts.Gram;
        double fold = n * shape.ActiveUnits * shape.ActiveInputs * LayerCosts.Scatter, denseFold = weights * (LayerCosts.Move + LayerCosts.Dense * n);
        return 1e-6 * form switch
        {
            MatrixForm.Dual => read + n * m * LayerCosts.FirstUse + apply + kernel + steps * (gram + compare),
            MatrixForm.Scatter => copy + steps * (apply + compare + fold),
            // What waits is carried along until that has cost as much as folding it.
            _ => copy + kernel + steps * (apply + compare + Math.Min(steps / 2 * gram, Math.Min(fold, denseFold))),
        };
    }
}
