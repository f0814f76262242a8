using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Multiplies vectors by random signs and pads them with zeros; a thread draws four signs and uses them for up to eight vectors.</summary>
internal sealed class SignedCopyKernel(AcceleratorDevice device)
{
    private const int VectorsPerThread = 8;

    private Action<KernelConfig, SignedCopy>? _kernel;

    /// <summary>Writes all padded rows.</summary>
    /// <param name="copy">At least one row.</param>
    public void Run(SignedCopy copy)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<SignedCopy>(Kernel);
        long groups = (copy.Rows.Count / copy.Rows.Beside + VectorsPerThread - 1) / VectorsPerThread;
        _kernel(GroupSize.Covering(Quads(copy.Rows.Levels) * copy.Rows.Beside * groups), copy);
    }

    // Blocks of four random elements that a row can touch, wherever it begins.
    private static long Quads(int levels) => ((1L << levels) + 6) / 4;

    [Kernel]
    private static void Kernel(SignedCopy copy)
    {
        long thread = (long)Grid.IdxX * Group.DimX + Group.IdxX, quads = Quads(copy.Rows.Levels);
        long item = thread / quads;
        int quad = (int)(thread - item * quads), beside = copy.Rows.Beside, vectors = copy.Rows.Count / beside;
        int block = (int)(item % beside), vector = (int)(item / beside) * VectorsPerThread, end = Math.Min(vectors, vector + VectorsPerThread);
        if (vector >= end) return;
        ulong first = copy.First + (ulong)block * copy.Advance;
        int j = 4 * quad - (int)(first & 3);
        PhiloxBlock words = copy.Random.Block((first >> 2) + (ulong)quad);
        for (; vector < end; vector++) copy.Write(vector, block, j, words);
    }
}
