using FsCheck;
using FsCheck.Fluent;

namespace Engine.Tests.Kernels;

/// <summary>One pass: a step from the present point along a new direction, or a correction of the last step.</summary>
/// <param name="FromBase">Whether it is a step; the first move of a script always is.</param>
/// <param name="Length">A power of two, negative for the way back.</param>
/// <param name="Size">How far a neuron goes in bands, roughly; only for problems that are not dyadic.</param>
/// <param name="RefreshAll">Whether every list is chosen again.</param>
/// <param name="Seed">Chooses the direction of a step.</param>
internal sealed record CandidateMove(bool FromBase, float Length, double Size, bool RefreshAll, int Seed)
{
    internal static Gen<CandidateMove[]> Scripts { get; } =
        from count in Gen.Choose(1, 7)
        from moves in (
            from fromBase in Gen.Elements(true, false)
            from length in Gen.Elements(1f, 0.5f, 0.25f, -0.5f, -0.25f)
            from size in Gen.Elements(0.03, 0.3, 3.0)
            from refreshAll in Gen.Frequency((7, Gen.Constant(false)), (1, Gen.Constant(true)))
            from seed in Gen.Choose(0, 1 << 20)
            select new CandidateMove(fromBase, length, size, refreshAll, seed)).ArrayOf(count)
        select moves;

    /// <summary>Six steps and corrections of every kind, for tests that need some history.</summary>
    internal static CandidateMove[] History { get; } =
    [
        new(true, 1f, 0.3, false, 1), new(false, -0.5f, 0.3, false, 1), new(true, 0.5f, 3.0, false, 2),
        new(true, 1f, 0.3, true, 3), new(false, -0.25f, 0.3, false, 3), new(true, 0.5f, 0.3, false, 4),
    ];

    public override string ToString() =>
        $"{(FromBase ? "step" : "correction")} {Length}{(FromBase ? $" size={Size} seed={Seed}" : "")}{(RefreshAll ? " refresh" : "")}";
}
