using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary><see cref="VectorOperations"/> on the processor.</summary>
internal sealed unsafe class HostVectorOperations : VectorOperations
{
    private const int ChunksPerItem = 32;
    private const int ElementsPerItem = ChunksPerItem * SumOrder.Chunk;

    private readonly HostDevice _device;
    private readonly Action<int, int> _dotItem;
    private readonly Action<int, int> _axpbyItem;
    private readonly Action<int, int> _maximumItem;
    private float* _x;
    private float* _y;
    private double* _sums;
    private long _length;
    private float _alpha;
    private float _beta;

    public HostVectorOperations(HostDevice device)
    {
        _device = device;
        _dotItem = DotItem;
        _axpbyItem = AxpbyItem;
        _maximumItem = MaximumItem;
    }

    public override double Sum(VectorView<float> x) => Reduce(x, y: null);

    public override float MaxAbs(VectorView<float> x)
    {
        if (x.Length == 0) return 0;
        int items = Items(x.Length);
        using Rented<double> maxima = _device.Workspace.Rent<double>(items);
        Launch(x, y: null, HostMemory.Pointer(maxima.View), _maximumItem);
        // Ordered as bits, NaN lies above every number.
        uint largest = 0;
        for (int item = 0; item < items; item++) largest = Math.Max(largest, (uint)HostMemory.Pointer(maxima.View)[item]);
        return BitConverter.UInt32BitsToSingle(largest);
    }

    private protected override double DotCore(VectorView<float> x, VectorView<float> y)
    {
        double sum = Reduce(x, HostMemory.Pointer(y));
        GC.KeepAlive(y.Array);
        return sum;
    }

    private protected override void AxpbyCore(float alpha, VectorView<float> x, float beta, VectorView<float> y)
    {
        _alpha = alpha;
        _beta = beta;
        Launch(x, HostMemory.Pointer(y), sums: null, _axpbyItem);
        GC.KeepAlive(y.Array);
    }

    private static int Items(long length) => checked((int)((length + ElementsPerItem - 1) / ElementsPerItem));

    private double Reduce(VectorView<float> x, float* y)
    {
        if (x.Length == 0) return 0;
        long chunks = SumOrder.Chunks(x.Length);
        using Rented<double> rented = _device.Workspace.Rent<double>(chunks);
        double* sums = HostMemory.Pointer(rented.View);
        Launch(x, y, sums, _dotItem);
        while (chunks > 1)
        {
            long next = SumOrder.Chunks(chunks);
            // Chunk c is written where it, or an earlier one, was read.
            for (long c = 0; c < next; c++) sums[c] = SumChunk(sums + c * SumOrder.Chunk, (int)Math.Min(SumOrder.Chunk, chunks - c * SumOrder.Chunk));
            chunks = next;
        }

        return sums[0];
    }

    private void Launch(VectorView<float> x, float* y, double* sums, Action<int, int> item)
    {
        _x = HostMemory.Pointer(x);
        _y = y;
        _sums = sums;
        _length = x.Length;
        _device.Team.Run(Items(x.Length), item);
        GC.KeepAlive(x.Array);
    }

    private void DotItem(int worker, int item)
    {
        long first = (long)item * ElementsPerItem, end = Math.Min(_length, first + ElementsPerItem);
        for (long start = first; start < end; start += SumOrder.Chunk)
        {
            int count = (int)Math.Min(SumOrder.Chunk, end - start);
            _sums[start / SumOrder.Chunk] = _y == null ? SumChunk(_x + start, count) : DotChunk(_x + start, _y + start, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double DotChunk(float* x, float* y, int count)
    {
        double* lanes = stackalloc double[SumOrder.Lanes];
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + SumOrder.Lanes <= count; i += SumOrder.Lanes)
        {
            (Vector512<double> xa, Vector512<double> xb) = Vector512.Widen(Vector512.Load(x + i));
            (Vector512<double> ya, Vector512<double> yb) = Vector512.Widen(Vector512.Load(y + i));
            (Vector512<double> xc, Vector512<double> xd) = Vector512.Widen(Vector512.Load(x + i + 16));
            (Vector512<double> yc, Vector512<double> yd) = Vector512.Widen(Vector512.Load(y + i + 16));
            s0 += xa * ya;
            s1 += xb * yb;
            s2 += xc * yc;
            s3 += xd * yd;
        }

        Store(lanes, s0, s1, s2, s3);
        for (int l = 0; i < count; i++, l++) lanes[l] += (double)x[i] * y[i];
        return Fold(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double SumChunk(float* x, int count)
    {
        double* lanes = stackalloc double[SumOrder.Lanes];
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + SumOrder.Lanes <= count; i += SumOrder.Lanes)
        {
            (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Vector512.Load(x + i));
            (Vector512<double> c, Vector512<double> d) = Vector512.Widen(Vector512.Load(x + i + 16));
            s0 += a;
            s1 += b;
            s2 += c;
            s3 += d;
        }

        Store(lanes, s0, s1, s2, s3);
        for (int l = 0; i < count; i++, l++) lanes[l] += x[i];
        return Fold(lanes);
    }

    private static double SumChunk(double* x, int count)
    {
        double* lanes = stackalloc double[SumOrder.Lanes];
        new Span<double>(lanes, SumOrder.Lanes).Clear();
        for (int i = 0; i < count; i++) lanes[i % SumOrder.Lanes] += x[i];
        return Fold(lanes);
    }

    private static void Store(double* lanes, Vector512<double> s0, Vector512<double> s1, Vector512<double> s2, Vector512<double> s3)
    {
        s0.Store(lanes);
        s1.Store(lanes + 8);
        s2.Store(lanes + 16);
        s3.Store(lanes + 24);
    }

    private static double Fold(double* lanes)
    {
        for (int half = SumOrder.Lanes / 2; half > 0; half /= 2)
        {
            for (int l = 0; l < half; l++) lanes[l] += lanes[l + half];
        }

        return lanes[0];
    }

    private void MaximumItem(int worker, int item)
    {
        long i = (long)item * ElementsPerItem, end = Math.Min(_length, i + ElementsPerItem);
        Vector512<uint> magnitude = Vector512.Create(0x7FFF_FFFFu), largest = default;
        for (; i + 16 <= end; i += 16) largest = Vector512.Max(largest, Vector512.Load((uint*)_x + i) & magnitude);
        uint result = 0;
        for (int l = 0; l < 16; l++) result = Math.Max(result, largest[l]);
        for (; i < end; i++) result = Math.Max(result, ((uint*)_x)[i] & 0x7FFF_FFFF);
        _sums[item] = result;
    }

    private void AxpbyItem(int worker, int item)
    {
        long i = (long)item * ElementsPerItem, end = Math.Min(_length, i + ElementsPerItem);
        Vector512<float> alpha = Vector512.Create(_alpha), beta = Vector512.Create(_beta);
        for (; i + 16 <= end; i += 16)
        {
            Vector512<float> y = _beta == 0 ? default : Vector512.Load(_y + i) * beta;
            (_alpha == 0 ? y : Vector512.FusedMultiplyAdd(alpha, Vector512.Load(_x + i), y)).Store(_y + i);
        }

        for (; i < end; i++)
        {
            float y = _beta == 0 ? 0 : _y[i] * _beta;
            _y[i] = _alpha == 0 ? y : MathF.FusedMultiplyAdd(_alpha, _x[i], y);
        }
    }
}
