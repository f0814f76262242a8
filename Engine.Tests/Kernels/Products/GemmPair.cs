using Engine.Kernels;

namespace Engine.Tests.Kernels.Products;

/// <summary>A team of two with one <see cref="Gemm"/> for each vector width, shared by the tests of a class: their workspace takes longer than most products.</summary>
public sealed class GemmPair : IDisposable
{
    private readonly Gemm _wide;
    private readonly Gemm _narrow;

    public GemmPair()
    {
        Team = new WorkerTeam(2);
        _wide = new Gemm(Team, wide: true);
        _narrow = new Gemm(Team, wide: false);
    }

    internal WorkerTeam Team { get; }

    internal Gemm At(bool wide) => wide ? _wide : _narrow;

    public void Dispose()
    {
        _wide.Dispose();
        _narrow.Dispose();
        Team.Dispose();
    }
}
