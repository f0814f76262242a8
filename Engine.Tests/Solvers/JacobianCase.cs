using Engine.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;

namespace Engine.Tests.Solvers;

/// <summary>A small network and how its Jacobian is applied.</summary>
internal sealed record JacobianCase(int Width, int Samples, int Dimension, int Outputs, OutputWiring Wiring, bool Dual, float Shift, int Threads, int Seed)
{
    internal static Gen<JacobianCase> Generator { get; } =
        from width in Gen.Elements(3, 8, 40, 129, 300, 700)
        from samples in Gen.Elements(1, 2, 7, 16, 33)
        from dimension in Gen.Elements(1, 2, 9, 16, 33)
        from outputs in Gen.Elements(1, 3)
        from dense in Gen.Elements(true, false)
        from dual in Gen.Elements(true, false)
        from shift in Gen.Elements(0f, 0.5f, 1.75f)
        from threads in Gen.Choose(1, 3)
        from seed in Gen.Choose(0, 1 << 20)
        select new JacobianCase(width, samples, dimension, outputs, dense ? OutputWiring.Dense : OutputWiring.Grouped, dual, shift, threads, seed);

    internal SolverNetwork Create() => new(RandomRows.Unit(Samples, Dimension, Seed), Dimension, Width, Outputs, Wiring, Shift, Seed, Dual, Threads);
}
