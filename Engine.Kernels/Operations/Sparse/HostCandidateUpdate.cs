using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Updates of candidate scores on the processor: 16 candidates of a neuron at a time gather from the rows of K its step names.</summary>
internal sealed unsafe class HostCandidateUpdate
{
    private const int EntriesPerItem = 2048;

    private readonly HostDevice _device;
    private readonly Action<int, int> _item;
    private long* _offsets;
    private int* _ids;
    private float* _scores;
    private long* _stepOffsets;
    private int* _stepIds;
    private float* _steps;
    private float* _kernel;
    private long* _counts;
    private nint _stride;
    private int _rows;
    private float _threshold;

    public HostCandidateUpdate(HostDevice device)
    {
        _device = device;
        _item = Item;
    }

    public CandidateUpdate Run(CsrView candidates, CsrView step, MatrixView kernel, float threshold)
    {
        _offsets = HostMemory.Pointer(candidates.Offsets);
        _ids = HostMemory.Pointer(candidates.Ids);
        _scores = HostMemory.Pointer(candidates.Values);
        _stepOffsets = HostMemory.Pointer(step.Offsets);
        _stepIds = HostMemory.Pointer(step.Ids);
        _steps = HostMemory.Pointer(step.Values);
        _kernel = kernel.Pointer;
        _stride = kernel.Stride;
        _rows = candidates.Rows;
        _threshold = threshold;
        int items = checked((int)((_offsets[_rows] + EntriesPerItem - 1) / EntriesPerItem));
        using Rented<long> counts = _device.Workspace.Rent<long>(2L * items);
        _counts = HostMemory.Pointer(counts.View);
        _device.Team.Run(items, _item);
        long flips = 0, fires = 0;
        for (int item = 0; item < items; item++)
        {
            flips += _counts[2 * item];
            fires += _counts[2 * item + 1];
        }

        GC.KeepAlive(candidates.Offsets.Array);
        GC.KeepAlive(candidates.Ids.Array);
        GC.KeepAlive(candidates.Values.Array);
        GC.KeepAlive(step.Offsets.Array);
        GC.KeepAlive(step.Ids.Array);
        GC.KeepAlive(step.Values.Array);
        GC.KeepAlive(kernel.Owner);
        return new CandidateUpdate(flips, fires);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Item(int worker, int item)
    {
        long entry = (long)item * EntriesPerItem, end = Math.Min(entry + EntriesPerItem, _offsets[_rows]);
        Vector512<float> threshold = Vector512.Create(_threshold);
        int flips = 0, fires = 0;
        for (int row = RowPieces.RowOf(_offsets, _rows, entry); entry < end; row++)
        {
            long rowEnd = Math.Min(end, _offsets[row + 1]), first = _stepOffsets[row], last = _stepOffsets[row + 1];
            for (; entry + Lanes.Width <= rowEnd; entry += Lanes.Width)
            {
                Vector512<int> ids = Vector512.Load(_ids + entry);
                Vector512<float> old = Vector512.Load(_scores + entry), sum = default;
                for (long s = first; s < last; s++)
                    sum = Vector512.FusedMultiplyAdd(Vector512.Create(_steps[s]), Lanes.Gather(_kernel + _stepIds[s] * _stride, ids), sum);
                Vector512<float> score = old + sum;
                score.Store(_scores + entry);
                ulong fired = Vector512.GreaterThan(score, threshold).ExtractMostSignificantBits();
                fires += BitOperations.PopCount(fired);
                flips += BitOperations.PopCount(fired ^ Vector512.GreaterThan(old, threshold).ExtractMostSignificantBits());
            }

            for (; entry < rowEnd; entry++)
            {
                float old = _scores[entry], sum = 0;
                for (long s = first; s < last; s++) sum = MathF.FusedMultiplyAdd(_steps[s], _kernel[_stepIds[s] * _stride + _ids[entry]], sum);
                float score = old + sum;
                _scores[entry] = score;
                if (score > _threshold) fires++;
                if (score > _threshold != old > _threshold) flips++;
            }
        }

        _counts[2 * item] = flips;
        _counts[2 * item + 1] = fires;
    }
}
