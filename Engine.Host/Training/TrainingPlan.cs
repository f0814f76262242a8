using Engine.Kernels;

namespace Engine;

/// <summary>What a training run will use, decided and priced before anything large is allocated.</summary>
public sealed record TrainingPlan
{
    // How much longer lists are where no step goes through them: work over the first ten steps fell to a third at m = 2^18, n = 32.
    private const double CertifiedBands = 3;

    /// <summary>n.</summary>
    public required int Samples { get; init; }

    /// <summary>Most steps: as asked for, or the default of the method.</summary>
    public required int StepLimit { get; init; }

    /// <summary>Method: as asked for, or the cost model's choice.</summary>
    public required TrainingMethod Method { get; init; }

    /// <summary>How Gauss-Newton steps are solved for: as asked for, or the choice of the cost model or of the memory; Auto for other methods.</summary>
    public required GramSolver Solver { get; init; }

    /// <summary>Why that method and solver, with figures; empty when both were asked for.</summary>
    public required string MethodReason { get; init; }

    /// <summary>Relative loss that ends training: as asked for, or the default of the loss.</summary>
    public required double TargetLoss { get; init; }

    /// <summary>Update form: as asked for, or the cost model's choice.</summary>
    public required UpdateForm Form { get; init; }

    /// <summary>Why that form, with the model's figures.</summary>
    public required string FormReason { get; init; }

    /// <summary>Candidate band below the threshold; 0 for searches without lists.</summary>
    public required float Band { get; init; }

    /// <summary>Cold band below the threshold; 0 keeps no cold lists.</summary>
    public required float ColdBand { get; init; }

    /// <summary>Expected share of pairs on cold lists: P(N &gt; b - ColdBand); 0 without.</summary>
    public required double ColdFraction { get; init; }

    /// <summary>Expected rho at the start: P(N &gt; b) for a standard normal N.</summary>
    public required double FireFraction { get; init; }

    /// <summary>Expected share of pairs on candidate lists: P(N &gt; b - band); what fires, for searches without.</summary>
    public required double CandidateFraction { get; init; }

    /// <summary>Bytes of W where it is stored, three times with validation samples, of a, and of C where it is kept: always where W is regenerated.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Bytes of the samples and, where needed, X X^T.</summary>
    public required long SampleBytes { get; init; }

    /// <summary>
    /// Bytes of candidate lists, partial outputs and scratch; lists grow while neurons move, which is allowed for. For a search without lists: of its copy of the
    /// weights, its index (n m floats for correlation trees) and fire sets.
    /// </summary>
    public required long ListBytes { get; init; }

    /// <summary>Bytes of one Gram system or sketch, its solver and the fire sets; 0 for gradient descent.</summary>
    public required long GramBytes { get; init; }

    /// <summary>Whether steps may look at due neurons only, once that pays.</summary>
    public required bool Certified { get; init; }

    /// <summary>Bytes of certificates and co-firing counts; 0 without.</summary>
    public required long CertificateBytes { get; init; }

    /// <summary>Floating-point operations of preprocessing: 2 m n d.</summary>
    public required double PreprocessFlops { get; init; }

    /// <summary>Floating-point operations of one step, list refreshes apart.</summary>
    public required double StepFlops { get; init; }

    /// <summary>Predicted peak of the data structures, in bytes.</summary>
    public long TotalBytes => WeightBytes + SampleBytes + ListBytes + GramBytes + CertificateBytes;

    /// <summary>Predicts a run.</summary>
    /// <param name="core">The network.</param>
    /// <param name="samples">n.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="plain">Whether the loss is the squared one without weights.</param>
    /// <exception cref="ArgumentException">
    /// Due times are asked for, and the wiring is dense or there are too many samples; or the search holds the weights, and they are to be regenerated.
    /// </exception>
    internal static TrainingPlan For(NetworkCore core, int samples, TrainingOptions options, bool plain = true)
    {
        double n = samples, d = core.Dimension, m = core.Width;
        bool grouped = core.Wiring == OutputWiring.Grouped;
        if (options.DueTimes == true && !grouped) throw new ArgumentException($"DueTimes = true needs Wiring = Grouped, found {core.Wiring}.", nameof(options));
        if (options.DueTimes == true && samples > DueRecords.MostSamples)
            throw new ArgumentException($"DueTimes = true needs at most {DueRecords.MostSamples} samples, found {samples}.", nameof(options));
        double systems = grouped ? core.Outputs : 1;
        double rho = NormalDistribution.UpperTail(core.Shift);
        MethodChoice choice = MethodChoice.Of(core, samples, options, plain, MemoryBudget.Available);
        options = options with { Method = choice.Method, Solver = choice.Solver };
        var solver = new SolverCost(core, samples, options);
        bool gram = solver.NeedsKernel;
        bool regularised = options.Method != TrainingMethod.GradientDescent && options.Ridge is null or > 0;
        if (options.Search != FireSearch.Certified && core.Storage == WeightStorage.Regenerated)
            throw new ArgumentException($"Weights = Regenerated needs Search = Certified, found {options.Search}: other searches hold the weights.", nameof(options));
        if (options.Search != FireSearch.Certified) return WithoutLists(core, samples, options, choice.Reason, regularised);
        // Steps that are all certified never go through the lists: longer ones cost memory, and are chosen again less often.
        float band = (float)(options.Band ?? (options.DueTimes == true ? CertifiedBands : 1) * DefaultBand(options.Method, n, rho, m / systems));
        double listed = NormalDistribution.UpperTail(core.Shift - band);
        (UpdateForm form, string reason) = UpdateCost.Choose(options.Form, n, d, rho, listed);
        float coldBand = (float)(options.ColdBand ?? ColdCost.Choose(n, d, core.Shift, band, listed, form));
        double cold = coldBand > 0 ? NormalDistribution.UpperTail(core.Shift - coldBand) : 0;
        double groups = m * (n * listed / Lanes.Width + 0.6);
        double fires = m * n * rho;
        double coldBytes = coldBand > 0 ? 1.1 * m * (n * cold / Lanes.Width + 0.6) * ColdLists.GroupFloats * sizeof(float) : 0;
        int workers = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        double partials = Math.Min(256 + systems, m / 128 + systems) * n * (grouped ? 1 : core.Outputs) * sizeof(double);
        // Offsets, ids and values; lists keep what left the band with a coefficient (1.5 seen).
        long coefficients = options.KeepCoefficients || core.Storage == WeightStorage.Regenerated ? (long)(8 * m + 1.5 * 8 * n * listed * m) : 0;
        bool certified = CertifiedCost.Chosen(options, core, n, rho, listed, form);
        return new TrainingPlan
        {
            Samples = samples,
            StepLimit = options.StepsAllowed,
            Method = options.Method,
            Solver = options.Solver,
            MethodReason = choice.Reason,
            TargetLoss = options.TargetInUse,
            Form = form,
            FormReason = reason,
            Band = band,
            ColdBand = coldBand,
            ColdFraction = cold,
            FireFraction = rho,
            Certified = certified,
            CertificateBytes = certified ? (long)CertifiedPoint.BytesFor(m, n, core.Outputs, fires, 1.1 * groups, coldBytes) : 0,
            CandidateFraction = listed,
            WeightBytes = (options.Validation > 0 ? 3 : 1) * core.Rows.Bytes + core.Signs.Bytes + coefficients,
            SampleBytes = (long)(SampleAndOutputBytes(core, n) + (gram || certified || form == UpdateForm.Dual ? n * n * sizeof(float) : 0)),
            // Lists grow by the pairs that left the band with a coefficient (1.5 seen), and arenas that were outgrown leave holes in the heap.
            ListBytes = (long)(2 * groups * (CandidateShard.GroupFloats * sizeof(float) + 2 + (regularised ? 64 : 0)) + m * 16 + partials
                + (coldBand > 0 ? 1.2 * coldBytes + m * ColdLists.SlotBytes : 0)
                + workers * 4 * (8 * (n + d) + 12 * n)),
            GramBytes = (long)solver.Bytes(regularised, workers),
            PreprocessFlops = 2 * m * n * d,
            StepFlops = (form == UpdateForm.Primal ? 2 * fires * d * (1 + listed / rho) : 2 * fires * n * listed)
                + solver.StepFlops,
        };
    }

    private static TrainingPlan WithoutLists(NetworkCore core, int samples, TrainingOptions options, string reason, bool regularised)
    {
        double n = samples, d = core.Dimension, m = core.Width, rho = NormalDistribution.UpperTail(core.Shift), fires = m * n * rho;
        var solver = new SolverCost(core, samples, options);
        return new TrainingPlan
        {
            Samples = samples,
            StepLimit = options.StepsAllowed,
            Method = options.Method,
            Solver = options.Solver,
            MethodReason = reason,
            TargetLoss = options.TargetInUse,
            Certified = false,
            CertificateBytes = 0,
            Form = UpdateForm.Primal,
            FormReason = "this search holds the weights",
            Band = 0,
            ColdBand = 0,
            ColdFraction = 0,
            FireFraction = rho,
            CandidateFraction = rho,
            WeightBytes = (options.Validation > 0 ? 3 : 1) * core.Rows.Bytes + core.Signs.Bytes,
            SampleBytes = (long)(SampleAndOutputBytes(core, n) + (solver.NeedsKernel ? n * n * sizeof(float) : 0)),
            ListBytes = (long)SearchCost.Bytes(options.Search, core, n, regularised),
            GramBytes = (long)solver.Bytes(regularised, options.Threads == 0 ? Environment.ProcessorCount : options.Threads),
            PreprocessFlops = 2 * m * n * d,
            StepFlops = SearchCost.StepFlops(options.Search, m, n, d, rho) + solver.StepFlops,
        };
    }

    private static double SampleAndOutputBytes(NetworkCore core, double n) =>
        3 * n * core.Dimension * sizeof(float) + 8.0 * core.Outputs * n * sizeof(double);

    /// <summary>The band that suits how far a neuron moves in all, about sqrt(n / (rho m)).</summary>
    /// <remarks>
    /// Measured at n = 512, m = 2^14 .. 2^21: 0.7 of it is best for the many small steps of gradient descent, which want short lists; Gauss-Newton
    /// makes nearly the whole way in its first steps and wants few refreshes (at m = 2^18, d = 512, a band of 0.6 took 0.4 of the time of 0.27).
    /// Where few neurons feed an output, that is more than lists should hold: on digits gradient descent with a band of 0.4 took 0.86 (m = 2^12), 1.0 (2^14) and 0.96 (2^16, 2^18) of the time of 0.6.
    /// </remarks>
    private static double DefaultBand(TrainingMethod method, double n, double rho, double widthOfOutput)
    {
        (double share, double most) = method == TrainingMethod.GradientDescent ? (0.7, 0.4) : (1.2, 0.6);
        return Math.Clamp(share * Math.Sqrt(n / (rho * widthOfOutput)), 0.05, most);
    }
}
