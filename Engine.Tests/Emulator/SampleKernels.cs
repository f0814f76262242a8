using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace Engine.Tests.Emulator;

/// <summary>Correct kernels of the kinds we use. This file compiles against ILGPU 1.5.3 as it stands.</summary>
internal static class SampleKernels
{
    public const int Tile = 16;

    public static void Add(ArrayView1D<float, Stride1D.Dense> a, ArrayView1D<float, Stride1D.Dense> b, ArrayView1D<float, Stride1D.Dense> sum)
    {
        int i = Grid.GlobalIndex.X;
        if (i < sum.IntLength) sum[i] = a[i] + b[i];
    }

    /// <summary>c = a b, row-major, (m, n) = (m, k) (k, n), in tiles of 16 x 16.</summary>
    public static void TiledProduct(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int m, int n, int k)
    {
        ArrayView<float> left = SharedMemory.Allocate<float>(Tile * Tile);
        ArrayView<float> right = SharedMemory.Allocate<float>(Tile * Tile);
        int x = Group.IdxX, y = Group.IdxY;
        int row = (Grid.IdxY * Tile) + y, column = (Grid.IdxX * Tile) + x;
        float sum = 0;
        for (int start = 0; start < k; start += Tile)
        {
            left[(y * Tile) + x] = row < m && start + x < k ? a[(row * k) + start + x] : 0;
            right[(y * Tile) + x] = column < n && start + y < k ? b[((start + y) * n) + column] : 0;
            Group.Barrier();
            for (int i = 0; i < Tile; i++) sum += left[(y * Tile) + i] * right[(i * Tile) + x];
            Group.Barrier();
        }

        if (row < m && column < n) c[(row * n) + column] = sum;
    }

    /// <summary>The sum of the values, warp by warp, for any warp width.</summary>
    public static void WarpSum(ArrayView<float> values, ArrayView<float> sum)
    {
        int i = Grid.GlobalIndex.X;
        float value = i < values.IntLength ? values[i] : 0;
        for (int distance = Warp.WarpSize / 2; distance > 0; distance >>= 1) value += Warp.ShuffleDown(value, distance);
        if (Warp.IsFirstLane) Atomic.Add(ref sum[0], value);
    }

    /// <summary>All kinds of shuffles within four lanes, one result of each for each thread.</summary>
    public static void Shuffles(ArrayView<int> results)
    {
        int i = Group.IdxX, threads = Group.DimX;
        results[i] = Warp.ShuffleXor(i, 1) + Warp.ShuffleXor(i, 2, 4);
        results[threads + i] = Warp.ShuffleUp(i, 1) - Warp.ShuffleUp(i, 1, 2);
        results[(2 * threads) + i] = Warp.ShuffleDown(i, 1, 4);
        results[(3 * threads) + i] = Warp.Shuffle(i, (Warp.LaneIdx + 1) % Warp.WarpSize);
        results[(4 * threads) + i] = Warp.Broadcast(i, 2);

        // The address of the view stays on the evaluation stack while the lanes exchange the index.
        ArrayView<int> last = results.SubView(5 * threads);
        last[Warp.ShuffleXor(i, 1)] = i;
    }

    /// <summary>Counts, conjunctions and broadcasts of a group.</summary>
    public static void GroupVotes(ArrayView<int> results)
    {
        int i = Group.IdxX;
        int count = Group.BarrierPopCount(i % 3 == 0);
        bool all = Group.BarrierAnd(i >= 0), some = Group.BarrierOr(i == 5);
        int fifth = Group.Broadcast(i * i, 5);
        results[Grid.GlobalIndex.X] = count + (all ? 1000 : 0) + (some ? 2000 : 0) + (10000 * fifth);
    }

    public static void Histogram(ArrayView<int> values, ArrayView<int> counts)
    {
        ArrayView<int> own = SharedMemory.Allocate<int>(32);
        if (Group.IdxX < 32) own[Group.IdxX] = 0;
        Group.Barrier();
        for (int i = Grid.GlobalIndex.X; i < values.IntLength; i += Grid.DimX * Group.DimX) Atomic.Add(ref own[values[i]], 1);
        Group.Barrier();
        if (Group.IdxX < 32) Atomic.Add(ref counts[Group.IdxX], own[Group.IdxX]);
    }

    public static void DynamicReverse(ArrayView<float> values)
    {
        ArrayView<float> copy = SharedMemory.GetDynamic<float>();
        int i = Group.IdxX;
        copy[i] = values[Grid.GlobalIndex.X];
        Group.Barrier();
        values[Grid.GlobalIndex.X] = copy[Group.DimX - 1 - i];
    }

    /// <summary>Sums of prefixes within each group; rounds that the group skips together are left by continue.</summary>
    public static void Prefixes(ArrayView<int> values, int skipped)
    {
        ArrayView1D<int, Stride1D.Dense> sums = SharedMemory.Allocate1D<int>(64);
        int i = Group.IdxX, n = Group.DimX;
        sums[i] = values[Grid.GlobalIndex.X];
        for (int distance = 1; distance < n; distance <<= 1)
        {
            if (distance == skipped) continue;
            Group.Barrier();
            int before = i >= distance ? sums[i - distance] : 0;
            Group.Barrier();
            if (before == 0) continue;
            sums[i] += before;
        }

        Group.Barrier();
        values[Grid.GlobalIndex.X] = sums[i];
    }

    /// <summary>Scales and shifts; the arguments come in a struct, one of them is a view.</summary>
    public static void Affine(AffineArguments arguments)
    {
        for (int i = Grid.GlobalIndex.X; i < arguments.Count; i += Grid.DimX * Group.DimX)
            arguments.Values[i] = (arguments.Scale * arguments.Values[i]) + arguments.Shift;
    }

    /// <summary>Folds each group with an operator that is a type.</summary>
    public static void Fold<TFold>(ArrayView<float> values, ArrayView<float> results)
        where TFold : struct, IFold
    {
        ArrayView<float> cells = SharedMemory.Allocate<float>(TFold.Capacity);
        int i = Group.IdxX;
        int at = Grid.GlobalIndex.X;
        cells[i] = at < values.IntLength ? values[at] : TFold.Neutral;
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (i < half) cells[i] = TFold.Combine(cells[i], cells[i + half]);
        }

        if (Group.IsFirstThread) results[Grid.IdxX] = cells[0];
    }

    /// <summary>An inner product in double precision.</summary>
    public static void Dot(ArrayView<double> a, ArrayView<double> b, ArrayView<double> product)
    {
        ref double total = ref SharedMemory.Allocate<double>();
        if (Group.IsFirstThread) total = 0;
        Group.Barrier();
        double sum = 0;
        for (long i = Group.IdxX; i < a.Length; i += Group.DimX) sum += a[i] * b[i];
        Atomic.Add(ref total, sum);
        Group.Barrier();
        if (Group.IsFirstThread) product[0] = XMath.Sqrt(total);
    }

    /// <summary>Odds and ends: switch, assigned parameters, out parameters, tuples, sub-views, casts, references across barriers.</summary>
    public static void Oddities(ArrayView<int> values, int step)
    {
        Split(Group.IdxX, out int high, out int low);
        ArrayView<int> own = values.SubView(Group.DimX, Group.DimX);
        ref int cell = ref own[Group.IdxX];
        cell = 0;
        for (int round = 0; round < 4; round++)
        {
            (int a, int b) = (high + round, low - round);
            switch (a % 4)
            {
                case 0:
                    cell += 1;
                    break;
                case 1:
                    cell += Pick(b, step);
                    break;
                case 2:
                    if (b < 0) break;
                    cell ^= 0x55;
                    break;
                default:
                    step += 2;
                    continue;
            }

            Group.Barrier();
            step = Group.Broadcast(step, 0);
        }

        (ArrayView<int> first, int offset) pair = (values, 0);
        Group.Barrier();
        uint bits = Interop.FloatAsInt(1.5f);
        pair.first[Group.IdxX + pair.offset] = cell + (int)(bits >> 23) + own.Cast<byte>().IntLength + IntrinsicMath.PopCount(bits);
    }

    private static void Split(int index, out int high, out int low)
    {
        high = 4 * (index / 4);
        low = index % 4;
    }

    private static int Pick(int index, int step) => index < 0 ? -step : MathF.Sqrt(index) > 1 ? step : 2 * step;
}
