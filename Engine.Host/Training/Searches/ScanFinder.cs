using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine;

/// <summary>Fire sets from the product of all weights with all samples, compared with the threshold: m n d whatever moved.</summary>
internal sealed unsafe class ScanFinder : IFireFinder, IDisposable
{
    private readonly PackedRows _samples;
    private readonly float _threshold;
    private readonly NativeBuffer<float> _rows;
    private readonly NativeBuffer<float> _scores;
    private readonly int[] _ids;

    /// <param name="samples">X; outlives this.</param>
    /// <param name="threshold">b.</param>
    public ScanFinder(PackedRows samples, float threshold)
    {
        (_samples, _threshold) = (samples, threshold);
        _rows = new NativeBuffer<float>((long)TileProduct.TileRows * samples.Dimension);
        _scores = new NativeBuffer<float>((long)TileProduct.TileRows * samples.PaddedCount);
        // Compress writes whole vectors.
        _ids = new int[samples.PaddedCount + Lanes.Width];
    }

    /// <inheritdoc/>
    public PassWork Start(ReadOnlySpan<float> weights, FiredRows sets) => Scan(weights, sets);

    /// <inheritdoc/>
    public PassWork Move(ReadOnlySpan<float> weights, ReadOnlySpan<int> moved, FiredRows before, FiredRows sets) => Scan(weights, sets);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _scores.Dispose();
    }

    private PassWork Scan(ReadOnlySpan<float> weights, FiredRows sets)
    {
        int d = _samples.Dimension, neurons = weights.Length / d;
        sets.Begin(neurons);
        for (int first = 0; first < neurons; first += TileProduct.TileRows)
        {
            int count = Math.Min(TileProduct.TileRows, neurons - first);
            weights.Slice(first * d, count * d).CopyTo(_rows.Slice(0, count * d));
            TileProduct.Multiply(_rows.Pointer, d, _samples.Panels, _samples.PanelCount, d, _scores.Pointer, _samples.PaddedCount);
            for (int q = 0; q < count; q++) sets.Append(_ids.AsSpan(0, Select(_scores.Pointer + (long)q * _samples.PaddedCount)));
        }

        return new PassWork(
            DueNeurons: neurons, InnerProducts: (long)neurons * _samples.Count,
            Bytes: ((long)weights.Length + (neurons + TileProduct.TileRows - 1L) / TileProduct.TileRows * _samples.Count * d) * sizeof(float));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Select(float* scores)
    {
        new Span<float>(scores + _samples.Count, _samples.PaddedCount - _samples.Count).Fill(CandidateShard.PadScore);
        Vector512<float> threshold = Vector512.Create(_threshold);
        Vector512<int> ids = Vector512<int>.Indices, step = Vector512.Create(Lanes.Width);
        int found = 0;
        fixed (int* list = _ids)
        {
            for (int i = 0; i < _samples.PaddedCount; i += Lanes.Width, ids += step)
                found += Lanes.Compress(ids, Vector512.GreaterThan(Vector512.LoadAligned(scores + i), threshold), list + found);
        }

        return found;
    }
}
