using Engine.Tests.Reference;

namespace Engine.Tests.Kernels;

/// <summary>Drives candidate blocks move by move beside the dense reference, and checks everything they hold after each.</summary>
/// <remarks>
/// Every move starts from the library's own coefficients, taken as exact numbers: W = W(0) + C X in double. So the bounds cover what one
/// move rounds, and only scores, which are updated, carry a bound that grows from refresh to refresh.
/// With u = 2⁻²⁴, p the largest number of coefficients of a neuron, and size = |w(0)| + Σ |c| by neuron, in units of unit rows:
/// - a computed row of weights is off by γ_p size, its scores by γ_d more: a fresh score by γ_(d+p) size;
/// - the move dw = Σ dc x is off by γ_(p+d) Σ |dc| in either form, its sum with the score by u |z|, and the stored c by u |c|;
/// - c' = c + L (target - c) or c + L target, where target = -s Σ_k a_k g_k: γ_(K+3) of the sum's magnitude, then one rounding each
///   for the difference, the product and the sum.
/// Dyadic cases have u = 0: every number must be exact. The rounding slack of the path lengths stays what it is.
/// </remarks>
internal sealed class CandidateTrace
{
    private readonly double _unit;
    private readonly bool[] _baseFires;

    internal CandidateTrace(CandidateSetup setup)
    {
        Setup = setup;
        CandidateCase given = setup.Case;
        _unit = given.Dyadic ? 0.0 : SingleRounding.Unit;
        int pairs = given.Width * given.Samples;
        _baseFires = new bool[pairs];
        (UnitSteps, UnitBounds) = (new double[pairs], new double[pairs]);
        (ScoreBounds, ColdSizes, NewlyChosen) = (new double[given.Width], new double[given.Width], new bool[given.Width]);
        setup.Blocks.Preprocess(CancellationToken.None);
        Now = CandidateReading.Of(setup);
        Point = Exact(Now);
        Array.Fill(NewlyChosen, true);
        for (int r = 0; r < given.Width; r++)
        {
            ColdSizes[r] = Size(r);
            ScoreBounds[r] = FreshBound(r);
        }

        CandidateChecks.Point(this);
        CandidateChecks.Lists(this);
        CandidateChecks.ColdLists(this);
    }

    internal CandidateSetup Setup { get; }

    internal CandidateReading Now { get; private set; }

    /// <summary>W(0) + C X of <see cref="Now"/>.</summary>
    internal DenseNetwork Point { get; private set; }

    /// <summary>Whether a move has been made.</summary>
    internal bool Started { get; private set; }

    /// <summary>Who fired at the base point of the last step, by the library's scores.</summary>
    internal IReadOnlyList<bool> BaseFires => _baseFires;

    /// <summary>dc of a move of length 1, (m, n), and the bound on its error.</summary>
    internal double[] UnitSteps { get; }

    internal double[] UnitBounds { get; }

    /// <summary>By neuron: how far a score on the list may be from exact.</summary>
    internal double[] ScoreBounds { get; }

    /// <summary>By neuron: |w(0)| + Σ |c| when its cold list was chosen.</summary>
    internal double[] ColdSizes { get; }

    /// <summary>By neuron: whether the last move chose its list again.</summary>
    internal bool[] NewlyChosen { get; }

    internal void Follow(IEnumerable<CandidateMove> script)
    {
        bool first = true;
        foreach (CandidateMove move in script)
        {
            Follow(first ? move with { FromBase = true } : move);
            first = false;
        }
    }

    internal void Follow(CandidateMove move)
    {
        CandidateReading before = Now;
        DenseNetwork from = Point;
        if (move.FromBase) PlanStep(move);
        Setup.Step(move);
        Started = true;
        Now = CandidateReading.Of(Setup);
        Point = Exact(Now);
        CandidateChecks.Coefficients(this, before, move.Length);
        for (int r = 0; r < Setup.Case.Width; r++)
        {
            double moved = Dense.Distance(Point.Weights.AsSpan(r * Point.Dimension, Point.Dimension), from.Weights.AsSpan(r * Point.Dimension, Point.Dimension));
            CandidateChecks.Path(this, before, move, r, moved, out NewlyChosen[r]);
            if (NewlyChosen[r] && !ChosenCold(r)) ColdSizes[r] = Size(r);
            ScoreBounds[r] = !NewlyChosen[r] ? ScoreBounds[r] + MoveBound(r, move.Length) : ChosenCold(r) ? ColdBound(r) : FreshBound(r);
        }

        CandidateChecks.Point(this);
        CandidateChecks.Lists(this);
        CandidateChecks.ColdLists(this);
    }

    internal double Gamma(int k) => k * _unit / (1.0 - k * _unit);

    /// <summary>|w(0)| + Σ |c| of a neuron.</summary>
    internal double Size(int neuron)
    {
        double size = Dense.Norm(Setup.Start.Weights.AsSpan(neuron * Point.Dimension, Point.Dimension));
        foreach (float c in Now.CoefficientsOf(neuron)) size += Math.Abs(c);
        return size;
    }

    internal double FreshBound(int neuron) => Gamma(Point.Dimension + Setup.Case.Samples + 2) * Size(neuron);

    /// <summary>Whether a newly chosen list was chosen from the cold one: a row that is scored anew starts both paths alike.</summary>
    internal bool ChosenCold(int neuron) => Setup.Case.ColdBand > 0 && Now.ColdMoved[neuron] != Now.Moved[neuron];

    /// <summary>How far z0 + Σ c &lt;x, x_i&gt; may be from exact.</summary>
    /// <remarks>
    /// z0 = z - Σ c &lt;x, x_i&gt; when the cold list was chosen: z off by γ_(d+p) size, the sum by γ_(d+p) Σ |c|, the difference by u (|z| + Σ |c|), size as it was
    /// then. Now the sum is off by γ_(d+p) Σ |c| again, its addition by u |z|.
    /// </remarks>
    internal double ColdBound(int neuron) => 2.0 * Gamma(Point.Dimension + Setup.Case.Samples + 4) * (ColdSizes[neuron] + Size(neuron));

    /// <summary>Σ |dc| of a neuron, bounds included.</summary>
    internal double MoveSize(int neuron, float length)
    {
        double sum = 0.0;
        int n = Setup.Case.Samples;
        for (int pair = neuron * n; pair < (neuron + 1) * n; pair++) sum += Math.Abs(length) * (Math.Abs(UnitSteps[pair]) + UnitBounds[pair]);
        return sum;
    }

    private double MoveBound(int neuron, float length)
    {
        double largest = 0.0;
        int n = Setup.Case.Samples;
        for (int pair = neuron * n; pair < (neuron + 1) * n; pair++) largest = Math.Max(largest, Now.Listed[pair] ? Math.Abs(Now.Scores[pair]) : 0.0);
        return Gamma(Point.Dimension + n + 6) * MoveSize(neuron, length) + Gamma(2) * (largest + Size(neuron));
    }

    /// <summary>What the direction of a step says to every pair, from the fire sets and coefficients of its base point.</summary>
    private void PlanStep(CandidateMove move)
    {
        double[] g = Setup.Draw(move);
        CandidateCase given = Setup.Case;
        for (int pair = 0; pair < _baseFires.Length; pair++)
        {
            int r = pair / given.Samples, i = pair % given.Samples;
            _baseFires[pair] = Now.Fires(pair);
            double sum = 0.0, size = 0.0;
            for (int k = 0; k < given.Outputs; k++)
            {
                double term = Point.Signs[r * given.Outputs + k] * g[k * given.Samples + i];
                sum += term;
                size += Math.Abs(term);
            }

            double target = _baseFires[pair] ? -Point.Scale * sum : 0.0, error = _baseFires[pair] ? Gamma(given.Outputs + 3) * Point.Scale * size : 0.0;
            double c = given.Regularised ? Now.Coefficients[pair] : 0.0;
            UnitSteps[pair] = target - c;
            UnitBounds[pair] = error + (given.Regularised ? Gamma(2) * (Math.Abs(target) + Math.Abs(c)) : 0.0);
        }
    }

    private DenseNetwork Exact(CandidateReading reading)
    {
        DenseNetwork start = Setup.Start;
        int n = Setup.Case.Samples, d = start.Dimension;
        double[] weights = [.. start.Weights];
        for (int pair = 0; pair < reading.Coefficients.Length; pair++)
        {
            if (reading.Coefficients[pair] != 0)
                Dense.AddScaled(reading.Coefficients[pair], Setup.Rows.AsSpan(pair % n * d, d), weights.AsSpan(pair / n * d, d));
        }

        return start.With(weights);
    }
}
