using FsCheck;
using FsCheck.Fluent;

namespace Engine.Tests.Kernels;

/// <summary>A problem for the candidate blocks. Dyadic ones are exact in fp32: no rounding anywhere, and ties are ties.</summary>
internal sealed record CandidateCase
{
    internal int Width { get; init; } = 40;

    internal int Samples { get; init; } = 20;

    internal int Dimension { get; init; } = 8;

    internal int Outputs { get; init; } = 1;

    internal bool Grouped { get; init; } = true;

    internal bool Dual { get; init; } = true;

    internal bool Regularised { get; init; }

    internal bool Dyadic { get; init; }

    internal float Shift { get; init; } = 0.5f;

    internal float Band { get; init; } = 0.25f;

    /// <summary>Width of the cold band; 0 keeps no cold lists.</summary>
    internal float ColdBand { get; init; }

    /// <summary>What sizes the first arena; 0 makes it grow.</summary>
    internal double ExpectedFraction { get; init; }

    internal int Threads { get; init; } = 2;

    internal int Seed { get; init; } = 1;

    internal static Gen<CandidateCase> Generator { get; } =
        from width in Gen.Elements(1, 3, 8, 13, 40, 129, 300)
        from samples in Gen.Elements(1, 2, 7, 15, 16, 17, 31, 33, 50)
        from dimension in Gen.Elements(1, 2, 4, 9, 16, 17, 33, 70)
        from outputs in Gen.Elements(1, 3)
        from flags in Gen.Choose(0, 15)
        from shift in Gen.Elements(0f, 0.5f, 1f, 1.75f)
        from band in Gen.Elements(1f / 512, 1f / 64, 0.25f, 0.5f)
        from coldFactor in Gen.Elements(0f, 0f, 1f, 1.5f, 3f, 8f)
        from fraction in Gen.Elements(0.0, 0.4)
        from threads in Gen.Choose(1, 3)
        from seed in Gen.Choose(0, 1 << 20)
        select new CandidateCase
        {
            Width = width,
            Samples = samples,
            Dimension = dimension,
            Outputs = outputs,
            Grouped = (flags & 1) != 0,
            Dual = (flags & 2) != 0,
            Regularised = (flags & 4) != 0,
            Dyadic = (flags & 8) != 0,
            Shift = shift,
            Band = band,
            ColdBand = coldFactor * band,
            ExpectedFraction = fraction,
            Threads = threads,
            Seed = seed,
        };

    // Internal properties are not printed by themselves.
    public override string ToString() =>
        $"m={Width} n={Samples} d={Dimension} K={Outputs} {(Grouped ? "grouped" : "dense")} {(Dual ? "dual" : "primal")}"
        + $"{(Regularised ? " ridge" : "")}{(Dyadic ? " dyadic" : "")} b={Shift} band={Band} cold={ColdBand} fraction={ExpectedFraction} threads={Threads} seed={Seed}";
}
