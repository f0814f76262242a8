using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>result_i[r] = sum over the samples j on which unit r is active of K_ij v_j[r], for every active pair (i, r).</summary>
/// <remarks>
/// By gathers: |S_r|^2 multiplications a unit, each of its own cache line unless K lies in the cache. By columns: |S_r| n of them, in whole vectors, over some columns of K at a time, which stay in the
/// second-level cache for all units. <see cref="PrefersColumns"/> decides by counts. Sums run over ascending samples: the same bits for any number of threads.
/// </remarks>
/// <param name="team">Who does the work.</param>
internal sealed unsafe class KernelProduct(WorkerTeam team) : IDisposable
{
    // Columns of K that are taken together: their sums stay in registers, they themselves in the second-level cache.
    private const int Columns = 64, GatherUnits = 64;

    // Cycles of a gathered multiplication where K lies in the second-level cache and where it does not, and of one in whole vectors.
    private const double Gathered = 1.5, GatheredFar = 6, InColumns = 0.15;

    private const long NearBytes = 1 << 20;

    private NativeBuffer<float> _given = new(0);
    private NativeBuffer<float> _made = new(0);
    private NativeBuffer<float> _packed = new(0);

    /// <summary>Whether whole vectors cost less than gathers.</summary>
    /// <param name="columns">Who is active.</param>
    /// <param name="samples">n.</param>
    public static bool PrefersColumns(UnitColumns columns, int samples)
    {
        double gathers = 0;
        for (int r = 0; r < columns.Units; r++) gathers += (double)columns.Samples(r).Length * columns.Samples(r).Length;
        return (double)columns.Count * samples * InColumns < gathers * (InputGram.BytesFor(samples) > NearBytes ? GatheredFar : Gathered);
    }

    /// <summary>Multiplies.</summary>
    /// <param name="kernel">K.</param>
    /// <param name="v">n rows over m units.</param>
    /// <param name="columns">The same by unit.</param>
    /// <param name="result">Rows of the ids of <paramref name="v"/>; values are overwritten.</param>
    public void Multiply(InputGram kernel, ActiveRows v, UnitColumns columns, ActiveRows result) =>
        Multiply(kernel, v, columns, result, PrefersColumns(columns, v.Count));

    /// <summary>Multiplies one way or the other.</summary>
    internal void Multiply(InputGram kernel, ActiveRows v, UnitColumns columns, ActiveRows result, bool byColumns)
    {
        Grow(ref _given, columns.Count);
        Grow(ref _made, columns.Count);
        float* given = _given.Pointer, made = _made.Pointer;
        columns.Gather(v, given, team);
        if (byColumns) MultiplyColumns(kernel, given, columns, v.Count, made);
        else team.Run((columns.Units + GatherUnits - 1) / GatherUnits, (_, item) => MultiplyGathered(kernel, given, columns, item * GatherUnits, made));
        columns.Scatter(made, result, team);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _given.Dispose();
        _made.Dispose();
        _packed.Dispose();
    }

    private static void Grow(ref NativeBuffer<float> buffer, long length)
    {
        if (buffer.Length >= length) return;
        buffer.Dispose();
        buffer = new NativeBuffer<float>(length + length / 4);
    }

    private void MultiplyColumns(InputGram kernel, float* values, UnitColumns columns, int samples, float* sums)
    {
        Grow(ref _packed, (long)team.Size * samples * Columns);
        float* packed = _packed.Pointer;
        team.Run((samples + Columns - 1) / Columns, (worker, item) =>
        {
            float* part = packed + (long)worker * samples * Columns;
            Pack(kernel, samples, item * Columns, part);
            MultiplyColumns(part, values, columns, item * Columns, sums);
        });
    }

    /// <summary>Some columns of K side by side: rows of K lie on pages of their own, more than there are entries for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(InputGram kernel, int samples, int first, float* packed)
    {
        int count = Math.Min(Columns, kernel.Stride - first);
        for (int j = 0; j < samples; j++)
        {
            float* row = kernel.Row(j) + first, target = packed + (long)j * Columns;
            for (int i = 0; i < count; i += Lanes.Width) Vector512.LoadAligned(row + i).StoreAligned(target + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyColumns(float* packed, float* values, UnitColumns columns, int first, float* sums)
    {
        float* block = stackalloc float[Columns];
        for (int r = 0; r < columns.Units; r++)
        {
            ReadOnlySpan<int> active = columns.Samples(r);
            int from = ActiveRows.FirstAtLeast(active, first), to = ActiveRows.FirstAtLeast(active, first + Columns);
            if (from == to) continue;
            float* v = values + columns.Start(r);
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int a = 0; a < active.Length; a++)
            {
                float* row = packed + (long)active[a] * Columns;
                Vector512<float> factor = Vector512.Create(v[a]);
                s0 = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(row), s0);
                s1 = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(row + 16), s1);
                s2 = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(row + 32), s2);
                s3 = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(row + 48), s3);
            }

            s0.Store(block);
            s1.Store(block + 16);
            s2.Store(block + 32);
            s3.Store(block + 48);
            float* sum = sums + columns.Start(r);
            for (int a = from; a < to; a++) sum[a] = block[active[a] - first];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyGathered(InputGram kernel, float* values, UnitColumns columns, int first, float* sums)
    {
        for (int r = first; r < Math.Min(columns.Units, first + GatherUnits); r++)
        {
            ReadOnlySpan<int> active = columns.Samples(r);
            var v = new ReadOnlySpan<float>(values + columns.Start(r), active.Length);
            float* sum = sums + columns.Start(r);
            for (int a = 0; a < active.Length; a++) sum[a] = ActiveGram.Dot(kernel.Row(active[a]), active, v);
        }
    }
}
