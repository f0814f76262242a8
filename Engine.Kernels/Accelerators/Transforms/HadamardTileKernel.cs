using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>The first levels of Walsh-Hadamard transforms: a group loads 2,048 elements, of one row or of several, and does up to 11 levels in shared memory.</summary>
internal sealed class HadamardTileKernel(AcceleratorDevice device)
{
    /// <summary>Levels inside a tile: eight elements for each of 256 threads.</summary>
    public const int TileLevels = 11;

    private const int Tile = 1 << TileLevels;

    // One slot in nine unused: what a warp reads at a time, 8 apart in the first pass, then lies in different banks.
    private const int Slots = Tile + Tile / 8;

    private Action<KernelConfig, ArrayView<float>, PaddedRows, float>? _kernel;

    /// <summary>Scales, and does the levels below <see cref="TileLevels"/>.</summary>
    /// <param name="data">The memory of the rows.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="scale">Multiplies before the first level.</param>
    public void Run(ArrayView<float> data, PaddedRows rows, float scale)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, PaddedRows, float>(Kernel);
        _kernel(GroupSize.Of((rows.Elements + Tile - 1) / Tile), data, rows, scale);
    }

    [Kernel]
    private static void Kernel(ArrayView<float> data, PaddedRows rows, float scale)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(Slots);
        int thread = Group.IdxX, levels = Math.Min(rows.Levels, TileLevels);
        long first = (long)Grid.IdxX * Tile, elements = rows.Elements;
        for (int i = thread; i < Tile; i += GroupSize.Threads)
        {
            float x = 0;
            // Through shared memory, so that the product stays a rounding of its own.
            if (first + i < elements) x = data[rows.Place(first + i)] * scale;
            tile[Slot(i)] = x;
        }

        for (int done = 0; done < levels; done += HadamardOctet.Levels)
        {
            Group.Barrier();
            int place = Math.Min(done, TileLevels - HadamardOctet.Levels), low = thread & ((1 << place) - 1);
            int start = ((thread - low) << HadamardOctet.Levels) | low, step = 1 << place;
            HadamardOctet.Load(tile, Slot(start), Slot(step)).Butterflies(place, done, levels).Store(tile, Slot(start), Slot(step));
        }

        Group.Barrier();
        for (int i = thread; i < Tile; i += GroupSize.Threads)
        {
            if (first + i < elements) data[rows.Place(first + i)] = tile[Slot(i)];
        }
    }

    // Slot(start + k step) = Slot(start) + k Slot(step) for the starts and steps of all passes: a step is 1 or a multiple of 8.
    private static int Slot(int i) => i + (i >> 3);
}
