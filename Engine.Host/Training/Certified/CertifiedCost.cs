using Engine.Kernels;

namespace Engine;

/// <summary>The cost model of certified steps: cycles of one step in which only due neurons are looked at, against one fused pass over all lists.</summary>
/// <remarks>Decides by counts alone, so that equal runs decide alike.</remarks>
internal sealed unsafe class CertifiedCost
{
    // Fitted to `perf -- run digits-gd` (m = 2^16, 2^18) and `sphere-gd` on two AVX-512 cores. Cycles of a visit and of new rates besides products, of a kernel value and of a 16-lane
    // multiply-add, of a score, of a changed pair and of each sample it meets, of an entry of a Gram matrix, of a byte of memory at first use; how long epochs are; and cycles of a fused pass.
    private const double Visit = 1150, Rates = 450, KernelValue = 3, MultiplyAdd = 4, Score = 25, Change = 500, Met = 3, GramPair = 0.45, FreshByte = 9.6, EpochSteps = 20;
    private const double FusedNeuron = 120, FusedGroup = 24, FusedScore = 11, FusedKernelValue = 2.2, FusedMultiplyAdd = 2.2;

    private readonly double _m;
    private readonly double _outputs;
    private readonly double _n;
    private readonly double _vectors;
    private readonly bool _dual;

    /// <summary>For a run.</summary>
    /// <param name="m">Width.</param>
    /// <param name="n">Samples.</param>
    /// <param name="d">Dimension.</param>
    /// <param name="outputs">K.</param>
    /// <param name="dual">Whether products come from the kernel matrix.</param>
    public CertifiedCost(double m, double n, double d, double outputs, bool dual) =>
        (_m, _n, _vectors, _outputs, _dual) = (m, n, Math.Ceiling(d / Lanes.Width), outputs, dual);

    /// <summary>Decides whether a run keeps what certified steps need; when they begin is decided step by step.</summary>
    /// <param name="options">What the caller asked for.</param>
    /// <param name="core">The network.</param>
    /// <param name="n">Samples.</param>
    /// <param name="rho">Expected fire fraction.</param>
    /// <param name="listed">Expected candidate fraction.</param>
    /// <param name="form">How products with samples are computed.</param>
    public static bool Chosen(TrainingOptions options, NetworkCore core, double n, double rho, double listed, UpdateForm form)
    {
        if (options.DueTimes == false || options.Search != FireSearch.Certified || options.Method != TrainingMethod.GradientDescent || core.Wiring != OutputWiring.Grouped) return false;
        if (options.DueTimes == true) return true;
        if (n > DueRecords.MostSamples) return false;
        var cost = new CertifiedCost(core.Width, n, core.Dimension, core.Outputs, form == UpdateForm.Dual);
        // A step with nothing due costs the products with n x n matrices alone.
        double pairs = core.Width * n;
        var expected = new PassCounts { Fires = (long)(pairs * rho), Candidates = (long)(pairs * listed) };
        return cost.Step(expected) < 0.5 * cost.Fused(expected);
    }

    /// <summary>A step that goes through all lists.</summary>
    /// <param name="counts">Of such a step, or of a certified one.</param>
    public double Fused(in PassCounts counts)
    {
        double fires = counts.Fires, lanes = counts.Candidates, groups = lanes / Lanes.Width + 0.5 * _m;
        double products = _dual
            ? groups * (fires / _m) * Lanes.Width * FusedKernelValue
            : (fires + lanes) * _vectors * FusedMultiplyAdd + lanes * FusedScore;
        return _m * FusedNeuron + groups * FusedGroup + products;
    }

    /// <summary>Beginning an epoch: every neuron's rates.</summary>
    public double Epoch(in PassCounts counts)
    {
        double set = counts.Fires / _m;
        return _m * (Rates + set * (_dual ? Math.Ceiling(set / Lanes.Width) * Lanes.Width * KernelValue : _vectors * MultiplyAdd));
    }

    /// <summary>Beginning certified steps: counts, records, and first use of their memory.</summary>
    /// <param name="counts">What a fused step did.</param>
    /// <param name="cold">Bytes of cold lists, whose memory records take over where it suffices.</param>
    public double Enter(in PassCounts counts, double cold)
    {
        double records = _m * DueRecords.ExpectedBytes(counts.Fires / _m, counts.Candidates / _m), duePaths = counts.Candidates + _m * 0.5 * Lanes.Width;
        double fresh = _m * sizeof(DueSlot) + duePaths + (records <= cold ? 0 : records);
        return fresh * FreshByte + Epoch(counts) + counts.Fires * (counts.Fires / _m);
    }

    /// <summary>One certified step.</summary>
    /// <param name="counts">What it did.</param>
    public double Step(in PassCounts counts) => Step(counts, counts.Visited, counts.Scored, counts.Flips);

    /// <summary>What a first certified step would cost, after a fused one.</summary>
    /// <param name="counts">What the fused step did.</param>
    public double Foreseen(in PassCounts counts)
    {
        // Two neurons a changed pair, as far as they are not the same ones.
        double visited = _m * (1.02 - Math.Exp(-2 * counts.Flips / _m));
        // The further neurons move, the more pairs a visit finds near the threshold.
        return Step(counts, visited, visited * (14 + 20 * counts.Flips / _m), counts.Flips) + Epoch(counts) / EpochSteps;
    }

    private double Step(in PassCounts counts, double visited, double scored, double flips)
    {
        double set = counts.Fires / _m;
        double visit = Visit + (_dual ? 0 : set * _vectors * MultiplyAdd), score = Score + (_dual ? set * KernelValue : _vectors * MultiplyAdd);
        return visited * visit + scored * score + flips * (Change + Met * set) + _n * _n * _outputs * GramPair;
    }
}
