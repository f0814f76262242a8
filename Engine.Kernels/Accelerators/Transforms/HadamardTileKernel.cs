using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Some levels of Walsh-Hadamard transforms: a group brings 2,048 elements to shared memory and does up to 11 levels there, eight elements a thread and step.</summary>
/// <remarks>
/// The first pass takes consecutive elements, of one row or of several. A later one, for levels from done on, takes elements 2^done apart, and for each of these some
/// consecutive ones, its columns: at least eight, so that whole sectors of memory are moved.
/// </remarks>
internal sealed class HadamardTileKernel(AcceleratorDevice device)
{
    /// <summary>Levels of a first pass: eight elements for each of 256 threads.</summary>
    public const int TileLevels = 11;

    /// <summary>Levels of a later pass: eight columns are left.</summary>
    public const int StridedLevels = TileLevels - HadamardOctet.Levels;

    private const int Tile = 1 << TileLevels;

    // One slot in nine unused: what a warp reads at a time, 8 apart in the first step, then lies in different banks.
    private const int Slots = Tile + Tile / 8;

    // Slots from an element to the one 256 further on.
    private const int SlotStep = GroupSize.Threads + GroupSize.Threads / 8;

    private Action<KernelConfig, ArrayView<float>, PaddedRows, float, int, int>? _kernel;

    /// <summary>Scales, and does the levels from <paramref name="done"/> on.</summary>
    /// <param name="data">The memory of the rows.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="scale">Multiplies before the first level.</param>
    /// <param name="done">Levels done: 0, or at least 8.</param>
    /// <param name="levels">How many to do: up to <see cref="TileLevels"/>; when some are done, from <see cref="HadamardOctet.Levels"/> to <see cref="StridedLevels"/>.</param>
    public void Run(ArrayView<float> data, PaddedRows rows, float scale, int done, int levels)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, PaddedRows, float, int, int>(Kernel);
        _kernel(GroupSize.Of((rows.Elements + Tile - 1) / Tile), data, rows, scale, done, levels);
    }

    [Kernel]
    private static void Kernel(ArrayView<float> data, PaddedRows rows, float scale, int done, int levels)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(Slots);
        int thread = Group.IdxX, columnLevels = done == 0 ? 0 : TileLevels - levels, between = done - columnLevels;
        long high = Grid.IdxX >> between, middle = Grid.IdxX - (high << between), elements = rows.Elements;
        // A thread has eight elements of the tile, 256 apart there, and as far apart in a row as this says.
        long step = (long)(GroupSize.Threads >> columnLevels) << done;
        long first = (high << (done + TileLevels - columnLevels)) + (middle << columnLevels) + ((long)(thread >> columnLevels) << done) + (thread & ((1 << columnLevels) - 1));
        long start = rows.Place(Math.Min(first, elements - 1));
        bool isWhole = first + 7 * step < elements && (rows.Levels >= TileLevels || rows.AreDense);
        // Products through shared memory, so that each stays a rounding of its own.
        if (isWhole)
            HadamardOctet.Load(data, start, step).Times(scale).Store(tile, Slot(thread), SlotStep);
        else
        {
            for (int i = 0; i < 8; i++) tile[Slot(thread) + i * SlotStep] = data[rows.Place(Math.Min(first + i * step, elements - 1))] * scale;
        }

        int end = columnLevels + levels;
        for (int level = columnLevels; level < end; level += HadamardOctet.Levels)
        {
            Group.Barrier();
            int place = Math.Min(level, TileLevels - HadamardOctet.Levels), low = thread & ((1 << place) - 1);
            int slot = Slot(((thread - low) << HadamardOctet.Levels) | low), distance = Slot(1 << place);
            HadamardOctet.Load(tile, slot, distance).Butterflies(place, level, end).Store(tile, slot, distance);
        }

        Group.Barrier();
        if (isWhole)
            HadamardOctet.Load(tile, Slot(thread), SlotStep).Store(data, start, step);
        else
        {
            for (int i = 0; i < 8; i++)
            {
                if (first + i * step < elements) data[rows.Place(first + i * step)] = tile[Slot(thread) + i * SlotStep];
            }
        }
    }

    // Slot(start + k step) = Slot(start) + k Slot(step) for the starts and steps of all levels: a step is 1 or a multiple of 8.
    private static int Slot(int i) => i + (i >> 3);
}
