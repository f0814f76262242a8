using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Fused multiply-adds on registers alone: the fp32 rate nothing on these threads can exceed. That of fp64 is half.</summary>
internal sealed class FmaCeiling
{
    // Two pipes, four cycles deep, need eight independent sums; sixteen registers hold twelve and the factors.
    private const int Sums = 12;
    private const int Iterations = 1 << 17, ItemsPerThread = 16;

    private readonly WorkerTeam _team;
    private readonly Action<int, int> _multiply;
    private readonly float[] _results;

    /// <summary>Prepares for the threads of a team.</summary>
    public FmaCeiling(WorkerTeam team)
    {
        _team = team;
        _multiply = Multiply;
        _results = new float[team.Size];
        Contestant = new Contestant(() => _team.Run(_team.Size * ItemsPerThread, _multiply));
    }

    /// <summary>To be timed.</summary>
    public Contestant Contestant { get; }

    private double Operations =>
        2.0 * Sums * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count) * Iterations * ItemsPerThread * _team.Size;

    /// <summary>fp32 operations per second on all threads, in the fastest sample: other programs can only lower it.</summary>
    public double Rate(ContestTime time) => Operations / time.Fastest;

    // The results are kept so that the loops are.
    private void Multiply(int worker, int item) => _results[worker] = Vector512.IsHardwareAccelerated ? Loop512(1, 0.5f) : Loop256(1, 0.5f);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop512(float addend, float factor)
    {
        Vector512<float> a = Vector512.Create(addend), f = Vector512.Create(factor);
        Vector512<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (int i = 0; i < Iterations; i++)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, f, a);
            s1 = Vector512.FusedMultiplyAdd(s1, f, a);
            s2 = Vector512.FusedMultiplyAdd(s2, f, a);
            s3 = Vector512.FusedMultiplyAdd(s3, f, a);
            s4 = Vector512.FusedMultiplyAdd(s4, f, a);
            s5 = Vector512.FusedMultiplyAdd(s5, f, a);
            s6 = Vector512.FusedMultiplyAdd(s6, f, a);
            s7 = Vector512.FusedMultiplyAdd(s7, f, a);
            s8 = Vector512.FusedMultiplyAdd(s8, f, a);
            s9 = Vector512.FusedMultiplyAdd(s9, f, a);
            s10 = Vector512.FusedMultiplyAdd(s10, f, a);
            s11 = Vector512.FusedMultiplyAdd(s11, f, a);
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop256(float addend, float factor)
    {
        Vector256<float> a = Vector256.Create(addend), f = Vector256.Create(factor);
        Vector256<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (int i = 0; i < Iterations; i++)
        {
            s0 = Vector256.FusedMultiplyAdd(s0, f, a);
            s1 = Vector256.FusedMultiplyAdd(s1, f, a);
            s2 = Vector256.FusedMultiplyAdd(s2, f, a);
            s3 = Vector256.FusedMultiplyAdd(s3, f, a);
            s4 = Vector256.FusedMultiplyAdd(s4, f, a);
            s5 = Vector256.FusedMultiplyAdd(s5, f, a);
            s6 = Vector256.FusedMultiplyAdd(s6, f, a);
            s7 = Vector256.FusedMultiplyAdd(s7, f, a);
            s8 = Vector256.FusedMultiplyAdd(s8, f, a);
            s9 = Vector256.FusedMultiplyAdd(s9, f, a);
            s10 = Vector256.FusedMultiplyAdd(s10, f, a);
            s11 = Vector256.FusedMultiplyAdd(s11, f, a);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }
}
