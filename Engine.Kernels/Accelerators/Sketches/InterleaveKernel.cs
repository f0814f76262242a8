using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Transposes vectors, so that what one thread for each vector reads lies side by side: 32 x 32 elements a group, through shared memory.</summary>
internal sealed class InterleaveKernel(AcceleratorDevice device)
{
    private const int Side = 32;
    private const int Pitch = Side + 1;

    // Rows of a tile that a group reads at a time: a quarter.
    private const int Step = GroupSize.Threads / Side;

    private Action<KernelConfig, ArrayView<float>, long, int, int, ArrayView<float>>? _kernel;

    /// <summary>Writes shape (columns, vectors).</summary>
    /// <param name="vectors">At least one element.</param>
    /// <param name="target">Receives element (j, i) at j vectors + i.</param>
    public void Run(MatrixView vectors, ArrayView<float> target)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, long, int, int, ArrayView<float>>(Kernel);
        long tiles = (long)Tiles(vectors.Rows) * Tiles(vectors.Columns);
        _kernel(GroupSize.Of(tiles), device.View(vectors), vectors.Stride, vectors.Rows, vectors.Columns, target);
    }

    private static int Tiles(int elements) => (elements + Side - 1) / Side;

    [Kernel]
    private static void Kernel(ArrayView<float> source, long stride, int count, int columns, ArrayView<float> target)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(Side * Pitch);
        int across = Group.IdxX % Side, tilesDown = Tiles(count);
        int firstVector = Grid.IdxX % tilesDown * Side, firstColumn = Grid.IdxX / tilesDown * Side;
        int first = Group.IdxX / Side, sourceColumn = Math.Min(firstColumn + across, columns - 1);
        // Four loads at a time: none waits for another. Those outside the matrix read its edge.
        float a = source[Math.Min(firstVector + first, count - 1) * stride + sourceColumn];
        float b = source[Math.Min(firstVector + first + Step, count - 1) * stride + sourceColumn];
        float c = source[Math.Min(firstVector + first + 2 * Step, count - 1) * stride + sourceColumn];
        float d = source[Math.Min(firstVector + first + 3 * Step, count - 1) * stride + sourceColumn];
        int slot = first * Pitch + across;
        tile[slot] = a;
        tile[slot + Step * Pitch] = b;
        tile[slot + 2 * Step * Pitch] = c;
        tile[slot + 3 * Step * Pitch] = d;
        Group.Barrier();
        for (int down = first; down < Side; down += Step)
        {
            int vector = firstVector + across, column = firstColumn + down;
            if (vector < count && column < columns) target[(long)column * count + vector] = tile[across * Pitch + down];
        }
    }
}
