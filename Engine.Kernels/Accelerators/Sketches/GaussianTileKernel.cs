using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Dense vectors times a Gaussian matrix: a group has a panel of 32 rows and 128 vectors, a thread four of each.</summary>
/// <remarks>A group draws the normal numbers of 32 columns into shared memory and uses each for 128 vectors, so that drawing is about as dear as multiplying.</remarks>
internal sealed class GaussianTileKernel(AcceleratorDevice device)
{
    private const int Depth = 32;
    private const int Vectors = 128;

    // Odd: 32 threads that write one vector's columns meet 32 banks.
    private const int Pitch = Vectors + 1;
    private const int Rows = GaussianEntries.PanelRows;

    private Action<KernelConfig, GaussianEntries, ArrayView<int>, ArrayView<float>, long, GaussianTarget>? _kernel;

    /// <summary>Writes the products.</summary>
    /// <param name="entries">The matrix.</param>
    /// <param name="vectors">Shape (n, N), n at least 1.</param>
    /// <param name="result">Shape (n, s).</param>
    public void Run(GaussianEntries entries, MatrixView vectors, MatrixView result)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<GaussianEntries, ArrayView<int>, ArrayView<float>, long, GaussianTarget>(Kernel);
        long tiles = (vectors.Rows + Vectors - 1) / Vectors;
        _kernel(
            GroupSize.Of(entries.Panels * tiles), entries, device.NormalTable.Coefficients, device.View(vectors), vectors.Stride,
            entries.Target(device.View(result), result.Stride, vectors.Rows));
    }

    [Kernel]
    private static void Kernel(GaussianEntries entries, ArrayView<int> coefficients, ArrayView<float> vectors, long vectorStride, GaussianTarget target)
    {
        ArrayView<float> normals = SharedMemory.Allocate<float>(Depth * Rows), x = SharedMemory.Allocate<float>(Depth * Pitch);
        int thread = Group.IdxX, panel = Grid.IdxX % entries.Panels, first = Grid.IdxX / entries.Panels * Vectors;
        int r = thread % (Rows / 4) * 4, v = thread / (Rows / 4) * 4;
        float s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
        float s20 = 0, s21 = 0, s22 = 0, s23 = 0, s30 = 0, s31 = 0, s32 = 0, s33 = 0;
        for (int column = 0; column < entries.Columns; column += Depth)
        {
            int depth = Math.Min(Depth, entries.Columns - column);
            ulong element = entries.Element(panel, column);
            int before = (int)(element & 3);
            for (int quad = thread; 4 * quad - before < depth * Rows; quad += GroupSize.Threads)
            {
                int place = 4 * quad - before;
                PhiloxBlock words = entries.Random.Block((element >> 2) + (ulong)quad);
                Put(normals, place, depth, words.Word0, coefficients);
                Put(normals, place + 1, depth, words.Word1, coefficients);
                Put(normals, place + 2, depth, words.Word2, coefficients);
                Put(normals, place + 3, depth, words.Word3, coefficients);
            }

            for (int i = thread / Depth; i < Vectors; i += GroupSize.Threads / Depth)
            {
                int k = thread % Depth;
                float value = 0;
                if (first + i < target.Count && k < depth) value = vectors[(first + i) * vectorStride + column + k];
                x[k * Pitch + i] = value;
            }

            Group.Barrier();
            for (int k = 0; k < depth; k++)
            {
                float a0 = normals[k * Rows + r], a1 = normals[k * Rows + r + 1], a2 = normals[k * Rows + r + 2], a3 = normals[k * Rows + r + 3];
                float b = x[k * Pitch + v];
                s00 += b * a0; s01 += b * a1; s02 += b * a2; s03 += b * a3;
                b = x[k * Pitch + v + 1];
                s10 += b * a0; s11 += b * a1; s12 += b * a2; s13 += b * a3;
                b = x[k * Pitch + v + 2];
                s20 += b * a0; s21 += b * a1; s22 += b * a2; s23 += b * a3;
                b = x[k * Pitch + v + 3];
                s30 += b * a0; s31 += b * a1; s32 += b * a2; s33 += b * a3;
            }

            Group.Barrier();
        }

        target.Write(first + v, panel, r, s00, s01, s02, s03);
        target.Write(first + v + 1, panel, r, s10, s11, s12, s13);
        target.Write(first + v + 2, panel, r, s20, s21, s22, s23);
        target.Write(first + v + 3, panel, r, s30, s31, s32, s33);
    }

    private static void Put(ArrayView<float> normals, int place, int depth, uint bits, ArrayView<int> coefficients)
    {
        if (place >= 0 && place < depth * Rows) normals[place] = NormalTable.FromBits(bits, coefficients);
    }
}
